package io.tallyspan.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.context.Context;
import io.tallyspan.Tallyspan;
import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.runtime.Counter;
import io.tallyspan.usage.UsageRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Observes one answer in an encoding, to be loaded where the libraries that undo it are not. */
public final class MissingLibrary implements Function<String, String> {

    @Override
    public String apply(String encoding) {
        List<UsageRecord> records = new ArrayList<>();
        List<Throwable> guarded = new ArrayList<>();
        try (Tallyspan tallyspan = Tallyspan.builder()
                .sink(records::add)
                .guardObserver(guarded::add)
                .build()) {
            for (String each : List.of(encoding, encoding, "identity")) {
                RequestTarget target = new RequestTarget(
                        "POST", "https", "api.openai.com", 443, "/v1/chat/completions", Headers.none());
                ObservedExchange exchange =
                        Objects.requireNonNull(tallyspan.observer().begin(target, Context.root()));
                byte[] request = "{\"model\":\"gpt-4o\"}".getBytes(UTF_8);
                exchange.requestBodyStart();
                exchange.requestBody(request, 0, request.length);
                exchange.requestBodyEnd();
                exchange.responseHeaders(200, Headers.of(Map.of("content-encoding", each)));
                byte[] body = "{\"id\":\"c\",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}".getBytes(UTF_8);
                exchange.responseBody(body, 0, body.length);
                exchange.responseEnd();
            }
            return records.stream().map(record -> record.quality() + " ").reduce("", String::concat)
                    + tallyspan.counters().get(Counter.UNREAD_ENCODINGS, encoding) + " unread, "
                    + guarded.size() + " guarded";
        }
    }
}
