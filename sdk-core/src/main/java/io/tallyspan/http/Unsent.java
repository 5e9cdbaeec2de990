package io.tallyspan.http;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Tells requests that never left this process, which nobody can bill, for transports that do not tell it themselves.
 */
public final class Unsent {

    private Unsent() {}

    /** Whether a failure, or what caused it, says that there was no connection to send on. */
    public static boolean isToldBy(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof ConnectException
                    || each instanceof UnknownHostException
                    || each instanceof SSLHandshakeException
                    || each instanceof HttpConnectTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
