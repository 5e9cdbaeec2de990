package io.tallyspan.reader;

/** Takes the values that a scanner finds at the paths of its {@link JsonPaths}. */
@FunctionalInterface
interface JsonSink {

    /** A value at the path of that number. The value is only valid during the call. */
    void value(int path, JsonValue value);

    /** A reader as a sink; as the one that it is, if it is one. */
    static JsonSink of(UsageReader reader) {
        return reader instanceof JsonSink sink ? sink : reader::value;
    }
}
