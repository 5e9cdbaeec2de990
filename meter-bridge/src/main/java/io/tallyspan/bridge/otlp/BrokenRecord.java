package io.tallyspan.bridge.otlp;

/** A usage record that breaks the schema; the message says in what. */
public final class BrokenRecord extends Exception {

    private static final long serialVersionUID = 1;

    BrokenRecord(String message) {
        super(message);
    }
}
