package io.tallyspan.call;

/** What ended an exchange. */
enum Ending {
    /** The last byte of the response was read. */
    END_OF_BODY,
    /** The application closed or cancelled the response before its end. */
    CLOSED,
    /** The transport broke, or the application cancelled the request. */
    FAILED,
    /** No byte came for too long. */
    IDLE,
    /** Tallyspan is shutting down. */
    SHUTDOWN
}
