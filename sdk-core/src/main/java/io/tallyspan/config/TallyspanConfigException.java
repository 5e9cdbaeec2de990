package io.tallyspan.config;

/** A setting that is misspelt or has a value it cannot have; the message names the key, the value and the mend. */
public final class TallyspanConfigException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** An error about settings. Secrets must not be part of {@code message}. */
    public TallyspanConfigException(String message) {
        super(message);
    }

    /** As {@link #TallyspanConfigException(String)}, with what led to it. */
    public TallyspanConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
