package io.tallyspan.reader;

/** Takes the values that a scanner finds at the paths of its {@link JsonPaths}. */
@FunctionalInterface
interface JsonSink {

    /** A value at the path of that number. The value is only valid during the call. */
    void value(int path, JsonValue value);
}
