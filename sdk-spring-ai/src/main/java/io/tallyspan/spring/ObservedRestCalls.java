package io.tallyspan.spring;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.Tallyspan;
import io.tallyspan.call.CarrierSource;
import io.tallyspan.call.ExchangeObserver;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.call.StreamUsage;
import io.tallyspan.call.UsageChunkFilter;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.http.Unsent;
import io.tallyspan.runtime.Guard;
import io.tallyspan.stainless.FilteredInputStream;
import io.tallyspan.stainless.TappedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Observes what a {@code RestClient} or {@code RestTemplate} sends to models: each request is an exchange, below the
 * retries of Spring AI. Other requests get the carrier of attribution, if their host may have it. Where Spring Boot
 * makes the client's builder, the starter adds it; to others it is to be added as the last interceptor. Safe for use by
 * several threads.
 */
public final class ObservedRestCalls implements ClientHttpRequestInterceptor {

    private static final String PLACE = "RestClient";

    private final ExchangeObserver observer;
    private final Guard guard;

    /** Reports to {@code tallyspan}. */
    public ObservedRestCalls(Tallyspan tallyspan) {
        requireNonNull(tallyspan, "tallyspan");
        this.observer = tallyspan.observer();
        this.guard = tallyspan.guard();
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        ObservedExchange exchange = guard.askOrNull(PLACE, () -> begin(request));
        if (exchange == null) {
            return execution.execute(request, body);
        }
        exchange.requestBodyStart();
        exchange.requestBody(body, 0, body.length);
        byte[] asking = asking(body, exchange);
        if (asking != null && request.getHeaders().getContentLength() >= 0) {
            request.getHeaders().setContentLength(asking.length);
        }
        ClientHttpResponse response;
        // an observed client below leaves the request to this exchange
        try (Scope scope = exchange.context().makeCurrent()) {
            response = execution.execute(request, asking == null ? body : asking);
        } catch (Throwable t) {
            if (!Unsent.isToldBy(t)) {
                exchange.requestBodyEnd();
            }
            exchange.failed(t);
            throw t;
        }
        exchange.requestBodyEnd();
        return guard.ask(PLACE, () -> observed(response, exchange), () -> {
            exchange.responseClosed();
            return response;
        });
    }

    /** Starts an exchange; null for what is no model call, which gets the carrier instead. */
    private @Nullable ObservedExchange begin(HttpRequest request) {
        Context context = Context.current();
        RequestTarget target = SpringHeaders.target(request.getMethod(), request.getURI(), request.getHeaders());
        ObservedExchange exchange = observer.begin(target, context);
        if (exchange == null) {
            String carrier = observer.outboundCarrier(target, context);
            if (carrier != null) {
                request.getHeaders().set(CarrierSource.HEADER, carrier);
            }
        }
        return exchange;
    }

    /** The body with the question for usage in it; null if it is to be sent as it is. */
    private byte @Nullable [] asking(byte[] body, ObservedExchange exchange) {
        StreamUsage usage = exchange.streamUsage();
        return usage == null || body.length > StreamUsage.MOST_BYTES
                ? null
                : guard.askOrNull(PLACE, () -> usage.ask(body));
    }

    private static ClientHttpResponse observed(ClientHttpResponse response, ObservedExchange exchange) {
        UsageChunkFilter filter = null;
        try {
            int status = response.getStatusCode().value();
            SpringHeaders headers = new SpringHeaders(response.getHeaders());
            exchange.responseHeaders(status, headers);
            StreamUsage usage = exchange.streamUsage();
            filter = usage == null ? null : usage.filter(status, headers);
        } catch (IOException e) {
            exchange.failed(e);
        }
        return new Observed(response, exchange, filter);
    }

    /** A response whose body shows itself to an exchange. */
    private static final class Observed implements ClientHttpResponse {

        private final ClientHttpResponse response;
        private final ObservedExchange exchange;
        private final @Nullable UsageChunkFilter filter;
        private @Nullable InputStream body;

        Observed(ClientHttpResponse response, ObservedExchange exchange, @Nullable UsageChunkFilter filter) {
            this.response = response;
            this.exchange = exchange;
            this.filter = filter;
        }

        @Override
        public HttpStatusCode getStatusCode() throws IOException {
            return response.getStatusCode();
        }

        @Override
        public String getStatusText() throws IOException {
            return response.getStatusText();
        }

        @Override
        public HttpHeaders getHeaders() {
            return response.getHeaders();
        }

        @Override
        public InputStream getBody() throws IOException {
            InputStream known = body;
            if (known == null) {
                InputStream tapped = new TappedInputStream(response.getBody(), exchange);
                known = filter == null ? tapped : new FilteredInputStream(tapped, filter);
                body = known;
            }
            return known;
        }

        @Override
        public void close() {
            try {
                response.close();
            } finally {
                exchange.responseClosed();
            }
        }
    }
}
