package io.tallyspan.reader;

import org.jspecify.annotations.Nullable;

/**
 * An error as a body states it. Of its fields only what is a single short word is kept: the message may quote the
 * prompt.
 */
final class ProviderError {

    /** Azure bills a prompt that its filter refused, so this code must not hide behind a general type. */
    private static final String CONTENT_FILTER = "content_filter";

    private static final int MAX_WORD = 64;

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
        type = word(value, type);
    }

    void code(JsonValue value) {
        code = word(value, code);
    }

    /** A text that is no single word could be a message, and a message may quote the prompt. */
    private static @Nullable String word(JsonValue value, @Nullable String before) {
        String text = value.textOr(before);
        if (text == null || text.isEmpty() || text.length() > MAX_WORD) {
            return before;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '_' && c != '-' && c != '.' && c != ':') {
                return before;
            }
        }
        return text;
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
