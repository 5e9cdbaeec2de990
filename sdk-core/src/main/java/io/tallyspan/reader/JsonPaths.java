package io.tallyspan.reader;

/** PLACEHOLDER for the compiled set of JSON paths. */
public final class JsonPaths {
    private JsonPaths() {}
}
