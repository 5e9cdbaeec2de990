package io.tallyspan.export;

/** Carries one export request to the receiver. Used by one thread. */
interface Transport {

    /**
     * Sends the bytes of one {@code ExportTraceServiceRequest} and waits for the answer, as long as the configured
     * timeout. Does not try twice.
     */
    SendResult send(byte[] request) throws InterruptedException;

    /** Gives up connections and threads. */
    void close();
}
