package io.tallyspan.bridge.ledger;

/** The ledger could not commit: nothing of the batch may be taken as stored, and the sender has to keep it. */
public final class LedgerUnavailable extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean saturated;

    private LedgerUnavailable(String message, boolean saturated, Throwable cause) {
        super(message, cause);
        this.saturated = saturated;
    }

    LedgerUnavailable(String message, Throwable cause) {
        this(message, false, cause);
    }

    /** A failure without a cause beneath it. */
    public LedgerUnavailable(String message) {
        super(message);
        this.saturated = false;
    }

    private LedgerUnavailable(boolean saturated) {
        super("more is waiting to be committed than the queue holds");
        this.saturated = saturated;
    }

    static LedgerUnavailable saturation() {
        return new LedgerUnavailable(true);
    }

    /** Whether the ledger is well and only has too much to do. */
    public boolean isSaturated() {
        return saturated;
    }
}
