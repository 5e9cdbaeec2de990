package io.tallyspan.testing.kit;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.Tallyspan;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the layers around one exchange are told. */
final class Observation {

    private final HttpURLConnection connection;
    private final Set<Defect> defects;
    private final List<ObservedExchange> exchanges = new ArrayList<>();
    private boolean bodySeen;

    Observation(HttpURLConnection connection, Set<Defect> defects) {
        this.connection = connection;
        this.defects = defects;
    }

    /** Gives the context for the next layer below. */
    @SuppressWarnings("MustBeClosedChecker") // the leak is one of the defects
    Context begin(Tallyspan layer, RequestTarget target, Context context) {
        ObservedExchange exchange = layer.observer().begin(target, context);
        if (exchange == null) {
            return context;
        }
        exchanges.add(exchange);
        if (defects.contains(Defect.LEAKS_SCOPE)) {
            Scope unused = exchange.context().makeCurrent();
        }
        if (defects.contains(Defect.PINS_CLASS_LOADER)) {
            pin(exchange);
        }
        return exchange.context();
    }

    void body(byte[] body, boolean alreadySent) {
        tell(exchange -> {
            exchange.requestBodyStart();
            exchange.requestBody(body, 0, body.length);
        });
        bodySeen = true;
        if (alreadySent) {
            sent();
        }
    }

    void sent() {
        if (bodySeen) {
            tell(ObservedExchange::requestBodyEnd);
        }
    }

    void head(int status, HttpURLConnection response) {
        tell(exchange -> exchange.responseHeaders(status, new ResponseHeaders(response)));
    }

    InputStream tee(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int n = super.read(bytes, offset, length);
                if (n > 0) {
                    tell(exchange -> exchange.responseBody(bytes, offset, n));
                    if (defects.contains(Defect.CHANGES_BYTES) && !exchanges.isEmpty()) {
                        bytes[offset] ^= 1;
                    }
                }
                return n;
            }
        };
    }

    void end() {
        if (!defects.contains(Defect.NO_END)) {
            tell(ObservedExchange::responseEnd);
        }
    }

    void closed() {
        if (!defects.contains(Defect.NO_CLOSE)) {
            tell(ObservedExchange::responseClosed);
        }
    }

    void failed(Throwable error) {
        if (!defects.contains(Defect.NO_FAILURE)) {
            tell(exchange -> exchange.failed(error));
        }
    }

    void cancel() {
        failed(new CancellationException("cancelled by the application"));
        connection.disconnect();
    }

    private void tell(Consumer<ObservedExchange> what) {
        exchanges.forEach(what);
    }

    private static void pin(Object kept) {
        CountDownLatch never = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(kept.toString(), e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private record ResponseHeaders(HttpURLConnection response) implements Headers {

        @Override
        public @Nullable String first(String name) {
            return response.getHeaderField(name);
        }

        @Override
        public void forEach(BiConsumer<String, String> consumer) {
            response.getHeaderFields().forEach((name, values) -> {
                if (name != null) {
                    values.forEach(value -> consumer.accept(name, value));
                }
            });
        }
    }
}
