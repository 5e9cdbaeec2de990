package io.tallyspan.reader;

import org.jspecify.annotations.Nullable;

/** A JSON value as the scanner came upon it. Only valid during the call that passes it. */
public interface JsonValue {

    /** What stands at a path. Of objects and arrays only begin and end are told. */
    enum Kind {
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL,
        OBJECT_START,
        OBJECT_END,
        ARRAY_START,
        ARRAY_END
    }

    /** What it is. */
    Kind kind();

    /**
     * The characters of a string or number; null for other kinds, and for strings of more than 256 characters: no id,
     * model or type is that long, and a parser must not hold what may be content.
     */
    @Nullable
    String text();

    /** Whether this is a string of exactly these characters, which are ASCII. Costs less than {@link #text()}. */
    boolean is(String ascii);

    /** The text of a string that has one and is not empty; else {@code before}, also where that is equal. */
    default @Nullable String textOr(@Nullable String before) {
        if (kind() != Kind.STRING || (before != null && is(before))) {
            return before;
        }
        String text = text();
        return text == null || text.isEmpty() ? before : text;
    }

    /** Whether this is a whole number from 0 to 2^53, the range JSON carries exactly; {@code 12.0} is one. */
    boolean isCount();

    /** The count; -1 unless {@link #isCount()}. */
    long count();

    /** How many characters (code points) a string has, whatever its length; -1 for other kinds. */
    long characters();

    /** The index in the innermost array around this value that the path runs through; -1 without one. */
    int index();

    /** The last key on the way here, where {@code *} in the path stands for it; null otherwise. */
    @Nullable
    String key();
}
