package io.tallyspan.bridge.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Routes requests, bounds them and turns whatever goes wrong into an answer that loses nothing. */
final class OtlpHandler extends Handler.Abstract {

    static final String TRACES = "/v1/traces";
    private static final Logger LOGGER = Logger.getLogger(OtlpHandler.class.getName());
    private static final Duration DRAINING = Duration.ofSeconds(10);

    private final TracesEndpoint traces;
    private final BodyReader bodies;
    private final BridgeCounters counters;
    private final Semaphore requests;

    OtlpHandler(TracesEndpoint traces, ReceiverLimits limits, BridgeCounters counters) {
        this.traces = traces;
        this.bodies = new BodyReader(limits);
        this.counters = counters;
        this.requests = new Semaphore(limits.concurrentRequests());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Answer answer;
        try {
            answer = bounded(request);
        } catch (Refusal e) {
            answer = Answer.refused(e.status(), e.text());
            count(answer, request, e.text());
            drain(request, e.status());
        } catch (IOException e) {
            // the sender is gone or stuck; what it sent is still its own
            callback.failed(e);
            return true;
        } catch (RuntimeException e) {
            LOGGER.log(Level.SEVERE, "a fault of the bridge; the sender keeps its data", e);
            answer = Answer.refused(HttpStatus.SERVICE_UNAVAILABLE_503, "internal fault: send again later");
            counters.add(BridgeCounter.UNAVAILABLE, 1);
        }
        send(answer, response, callback);
        return true;
    }

    private Answer bounded(Request request) throws Refusal, IOException {
        route(request);
        if (!requests.tryAcquire()) {
            throw new Refusal(HttpStatus.TOO_MANY_REQUESTS_429, "too many requests are in flight: send again later");
        }
        try (BodyReader.Body body =
                bodies.read(Content.Source.asInputStream(request), header(request, HttpHeader.CONTENT_ENCODING))) {
            return traces.accept(body.bytes(), peer(request));
        } finally {
            requests.release();
        }
    }

    private static void route(Request request) throws Refusal {
        if (!Request.getPathInContext(request).equals(TRACES)) {
            throw new Refusal(HttpStatus.NOT_FOUND_404, "the bridge receives usage at " + TRACES + " only");
        }
        if (!HttpMethod.POST.is(request.getMethod())) {
            throw new Refusal(HttpStatus.METHOD_NOT_ALLOWED_405, "use POST");
        }
        String type = header(request, HttpHeader.CONTENT_TYPE);
        String essence = type == null ? "" : type.split(";", 2)[0].strip();
        if (!essence.equalsIgnoreCase(Answer.PROTOBUF)) {
            throw new Refusal(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
                    "Content-Type must be " + Answer.PROTOBUF + ": set the exporter's protocol to http/protobuf");
        }
    }

    private void count(Answer answer, Request request, String why) {
        switch (answer.status()) {
            case HttpStatus.PAYLOAD_TOO_LARGE_413 -> {
                counters.add(BridgeCounter.TOO_LARGE, 1);
                LOGGER.severe(() -> "usage is being lost: refused a request from " + peer(request) + ", " + why);
            }
            case HttpStatus.TOO_MANY_REQUESTS_429 -> counters.add(BridgeCounter.SATURATED, 1);
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> counters.add(BridgeCounter.UNAVAILABLE, 1);
            case HttpStatus.BAD_REQUEST_400 -> {
                counters.add(BridgeCounter.UNDECODABLE, 1);
                LOGGER.severe(() -> "usage may be lost: refused a request from " + peer(request) + ", " + why);
            }
            default -> LOGGER.warning(() -> "answered " + answer.status() + " to " + peer(request) + ": " + why);
        }
    }

    /** A sender that is told not to come again must get to read so: many read only once they have written all. */
    private void drain(Request request, int status) {
        if (status == HttpStatus.PAYLOAD_TOO_LARGE_413 || status == HttpStatus.TOO_MANY_REQUESTS_429) {
            try (InputStream rest = Content.Source.asInputStream(request)) {
                bodies.drain(rest, DRAINING);
            } catch (IOException e) {
                LOGGER.log(Level.FINE, "the sender did not wait for its answer", e);
            }
        }
    }

    private static void send(Answer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().size());
        if (answer.retryAfterSeconds() > 0) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, answer.retryAfterSeconds());
        }
        if (answer.status() == HttpStatus.METHOD_NOT_ALLOWED_405) {
            response.getHeaders().put(HttpHeader.ALLOW, HttpMethod.POST.asString());
        }
        response.write(true, answer.body().asReadOnlyByteBuffer(), callback);
    }

    private static @Nullable String header(Request request, HttpHeader name) {
        HttpField field = request.getHeaders().getField(name);
        return field == null ? null : field.getValue();
    }

    private static String peer(Request request) {
        return Request.getRemoteAddr(request) + ":" + Request.getRemotePort(request);
    }
}
