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

    /** The characters of a string or number; null for other kinds, and for strings too long to be of interest. */
    @Nullable
    String text();

    /** Whether this is a number that is a whole, non-negative {@code long}; {@code 12.0} is one. */
    boolean isCount();

    /** The count; only if {@link #isCount()}. */
    long count();

    /** The index in the innermost array around this value that the path runs through; -1 without one. */
    int index();
}
