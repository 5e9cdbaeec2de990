package io.tallyspan.export;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Sorts what comes back from a sender by what the sender of usage should do about it (section 6 of the contract). */
final class SendFailures {

    private static final Map<Integer, String> REFUSALS = Map.of(
            401, "the receiver does not accept the credentials: check the headers",
            403, "the receiver forbids it: check the headers",
            404, "nothing receives traces at this path: check the endpoint",
            405, "nothing receives POST requests at this path: check the endpoint",
            415, "the receiver does not read protobuf: check the endpoint");

    private SendFailures() {}

    static SendResult ofStatus(int status) {
        String cause = "http_" + status;
        String refusal = REFUSALS.get(status);
        if (refusal != null) {
            return new SendResult.Refused(cause, refusal);
        }
        return status == 400 || status == 413
                ? new SendResult.Unacceptable(cause, "the receiver does not take the request")
                : new SendResult.Unavailable(cause, "the receiver is not ready");
    }

    static SendResult ofThrowable(Throwable failure) {
        Throwable root = failure;
        String kind = "io";
        for (Throwable t = failure; t != null; t = t.getCause()) {
            root = t;
            if (t instanceof UnknownHostException || t instanceof UnresolvedAddressException) {
                return new SendResult.Refused("dns", "the receiver's host name is unknown: check the endpoint");
            }
            if (t instanceof SSLException) {
                return new SendResult.Refused("tls", "no trusted TLS connection to the receiver: " + t.getMessage());
            }
            if (t instanceof HttpTimeoutException
                    || t instanceof SocketTimeoutException
                    || t instanceof TimeoutException) {
                kind = "timeout";
            } else if (t instanceof ConnectException && kind.equals("io")) {
                kind = "connect";
            }
        }
        return new SendResult.Unavailable(kind, "the receiver cannot be reached: " + root);
    }
}
