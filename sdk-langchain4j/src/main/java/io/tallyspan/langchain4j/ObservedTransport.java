package io.tallyspan.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.Tallyspan;
import io.tallyspan.call.ExchangeObserver;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.call.StreamUsage;
import io.tallyspan.call.UsageChunkFilter;
import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.http.Unsent;
import io.tallyspan.http.UrlParts;
import io.tallyspan.runtime.Guard;
import io.tallyspan.stainless.FilteredInputStream;
import io.tallyspan.stainless.TappedInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A client of LangChain4j's over any transport, observed from above: requests as they are given to it, streams as their
 * bytes are parsed. Of other answers only the whole is seen, and of refusals status and body.
 */
final class ObservedTransport implements HttpClient {

    static final String PLACE = "LangChain4j's HTTP client";

    private final HttpClient client;
    private final ExchangeObserver observer;
    private final Guard guard;

    ObservedTransport(HttpClient client, Tallyspan tallyspan) {
        this.client = client;
        this.observer = tallyspan.observer();
        this.guard = tallyspan.guard();
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        ObservedExchange exchange = begin(request);
        if (exchange == null) {
            return client.execute(request);
        }
        SuccessfulHttpResponse response;
        try (Scope scope = exchange.context().makeCurrent()) {
            response = client.execute(request);
        } catch (Throwable t) {
            failed(exchange, t);
            throw t;
        }
        guard.run(PLACE, () -> {
            exchange.requestBodyEnd();
            exchange.responseHeaders(response.statusCode(), Decoded.of(response.headers()));
            show(exchange, response.body());
            exchange.responseEnd();
        });
        return response;
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        ObservedExchange exchange = begin(request);
        if (exchange == null) {
            client.execute(request, parser, listener);
            return;
        }
        StreamUsage usage = exchange.streamUsage();
        Stream stream = new Stream(exchange, usage, parser, listener);
        try (Scope scope = exchange.context().makeCurrent()) {
            client.execute(asking(request, usage), stream, stream);
        } catch (Throwable t) {
            failed(exchange, t);
            throw t;
        }
    }

    private @Nullable ObservedExchange begin(HttpRequest request) {
        return guard.askOrNull(PLACE, () -> {
            RequestTarget target =
                    UrlParts.of(request.url()).target(request.method().name(), new Values(request.headers()));
            ObservedExchange exchange = observer.begin(target, Context.current());
            if (exchange != null) {
                exchange.requestBodyStart();
                byte[] body = bytes(request.body());
                exchange.requestBody(body, 0, body.length);
            }
            return exchange;
        });
    }

    /** The request with the question for usage in it, where the user wants that. */
    private HttpRequest asking(HttpRequest request, @Nullable StreamUsage usage) {
        byte[] asking = usage == null
                ? null
                : guard.askOrNull(PLACE, () -> {
                    byte[] body = bytes(request.body());
                    return body.length > StreamUsage.MOST_BYTES ? null : usage.ask(body);
                });
        return asking == null
                ? request
                : HttpRequest.builder()
                        .method(request.method())
                        .url(request.url())
                        .headers(request.headers())
                        .body(new String(asking, UTF_8))
                        .build();
    }

    /** What comes instead of an answer: a refusal, or nothing. */
    private void failed(ObservedExchange exchange, Throwable failure) {
        guard.run(PLACE, () -> {
            if (failure instanceof HttpException refusal) {
                exchange.requestBodyEnd();
                exchange.responseHeaders(refusal.statusCode(), Headers.none());
                show(exchange, refusal.getMessage());
                exchange.responseEnd();
                return;
            }
            if (!Unsent.isToldBy(failure)) {
                exchange.requestBodyEnd();
            }
            exchange.failed(failure);
        });
    }

    private static void show(ObservedExchange exchange, @Nullable String body) {
        byte[] bytes = bytes(body);
        exchange.responseBody(bytes, 0, bytes.length);
    }

    private static byte[] bytes(@Nullable String body) {
        return body == null ? new byte[0] : body.getBytes(UTF_8);
    }

    /** Parses and listens in the application's name. */
    private final class Stream implements ServerSentEventParser, ServerSentEventListener {

        private final ObservedExchange exchange;
        private final @Nullable StreamUsage usage;
        private final ServerSentEventParser parser;
        private final ServerSentEventListener listener;
        private volatile @Nullable UsageChunkFilter filter;

        Stream(
                ObservedExchange exchange,
                @Nullable StreamUsage usage,
                ServerSentEventParser parser,
                ServerSentEventListener listener) {
            this.exchange = exchange;
            this.usage = usage;
            this.parser = parser;
            this.listener = listener;
        }

        @Override
        public void onOpen(SuccessfulHttpResponse response) {
            guard.run(PLACE, () -> {
                Headers headers = new Values(response.headers());
                exchange.requestBodyEnd();
                exchange.responseHeaders(response.statusCode(), headers);
                filter = usage == null ? null : usage.filter(response.statusCode(), headers);
            });
            listener.onOpen(response);
        }

        @Override
        public void parse(InputStream body, ServerSentEventListener ours) {
            InputStream tapped = new TappedInputStream(body, exchange);
            UsageChunkFilter hiding = filter;
            try {
                parser.parse(hiding == null ? tapped : new FilteredInputStream(tapped, hiding), ours);
            } finally {
                exchange.responseClosed(); // where the application cancelled, nobody reads on
            }
        }

        @Override
        public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
            listener.onEvent(event, context);
        }

        @Override
        public void onEvent(ServerSentEvent event) {
            listener.onEvent(event);
        }

        @Override
        public void onError(Throwable error) {
            failed(exchange, error);
            listener.onError(error);
        }

        @Override
        public void onClose() {
            exchange.responseClosed();
            listener.onClose();
        }
    }

    /** Headers as LangChain4j has them. */
    private record Values(Map<String, List<String>> values) implements Headers {

        @Override
        public @Nullable String first(String name) {
            for (Map.Entry<String, List<String>> header : values.entrySet()) {
                if (name.equalsIgnoreCase(header.getKey()) && !header.getValue().isEmpty()) {
                    return header.getValue().get(0);
                }
            }
            return null;
        }

        @Override
        public void forEach(BiConsumer<String, String> consumer) {
            values.forEach((name, all) -> all.forEach(value -> consumer.accept(name, value)));
        }
    }

    /** Headers of a body that is text by now, whatever they say of its encoding. */
    private record Decoded(Headers headers) implements Headers {

        private static final String ENCODING = "Content-Encoding";

        static Headers of(Map<String, List<String>> values) {
            return new Decoded(new Values(values));
        }

        @Override
        public @Nullable String first(String name) {
            return ENCODING.equalsIgnoreCase(name) ? null : headers.first(name);
        }

        @Override
        public void forEach(BiConsumer<String, String> consumer) {
            headers.forEach((name, value) -> {
                if (!ENCODING.equalsIgnoreCase(name)) {
                    consumer.accept(name, value);
                }
            });
        }
    }
}
