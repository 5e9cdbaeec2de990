package io.tallyspan.reader;

import org.jspecify.annotations.Nullable;

/**
 * An error as a body states it. Of its fields only the words of a closed vocabulary are kept: the message may quote the
 * prompt.
 */
final class ProviderError {

    /** Azure bills a prompt that its filter refused, so this code must not hide behind a general type. */
    private static final String CONTENT_FILTER = "content_filter";

    private @Nullable String type;
    private @Nullable String code;
    private @Nullable String fallback;

    /** There is an error; {@code what} is its type if nothing better comes. */
    void seen(String what) {
        if (fallback == null) {
            fallback = what;
        }
    }

    /** The value of the member {@code error} itself. */
    void member(JsonValue value) {
        if (value.kind() == JsonValue.Kind.OBJECT_START || value.kind() == JsonValue.Kind.STRING) {
            seen("error");
        }
    }

    void type(JsonValue value) {
        type = value.textOr(type);
    }

    void code(JsonValue value) {
        code = value.textOr(code);
    }

    /** The error's type, or null if there was no error. */
    @Nullable
    String errorType() {
        if (fallback == null) {
            return null;
        }
        return type == null || CONTENT_FILTER.equals(code) ? code == null ? fallback : code : type;
    }
}
