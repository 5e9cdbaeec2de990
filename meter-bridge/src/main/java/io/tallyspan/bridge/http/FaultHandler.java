package io.tallyspan.bridge.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What the server answers by itself when a handler failed or a request was no HTTP: never 500, on which a sender drops
 * its data, and never a page that repeats what was sent.
 */
final class FaultHandler implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (response.getStatus() >= HttpStatus.INTERNAL_SERVER_ERROR_500) {
            Answer answer = Answer.refused(HttpStatus.SERVICE_UNAVAILABLE_503, "internal fault: send again later");
            response.setStatus(answer.status());
            response.getHeaders().put(HttpHeader.RETRY_AFTER, answer.retryAfterSeconds());
        }
        response.write(true, ByteBuffer.allocate(0), callback);
        return true;
    }
}
