package io.tallyspan.export;

import java.time.Duration;

/** How long a transport waits, and for how much, whatever it sends with. */
final class SendLimits {

    static final int MAX_RESPONSE_BYTES = 4 << 20;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** What a sender may take beyond its own timeout, which does not cover a body that drips. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private SendLimits() {}

    static Duration connectTimeout(Duration timeout) {
        return timeout.compareTo(CONNECT_TIMEOUT) < 0 ? timeout : CONNECT_TIMEOUT;
    }

    static Duration patience(Duration timeout) {
        return timeout.plus(GRACE);
    }
}
