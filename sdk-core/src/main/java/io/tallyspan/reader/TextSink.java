package io.tallyspan.reader;

/** Takes the texts at the paths of a scanner's {@link JsonPaths} piece by piece, instead of as values. */
interface TextSink extends JsonSink {

    /**
     * A piece of a string, as it stands in the document, escapes and all.
     *
     * @param path the number of the path
     * @param last whether the string ends with it
     */
    void text(int path, byte[] bytes, int from, int end, boolean last);

    @Override
    default void value(int path, JsonValue value) {
        // what is no text has no tokens
    }
}
