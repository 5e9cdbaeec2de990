package io.tallyspan.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.TimeSource;
import io.tallyspan.usage.AttemptSource;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.UsageRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tells the observer of exchanges as an integration would, without any HTTP library. */
class ExchangeObserverTest {

    private static final String ID = "chatcmpl-AbCdEfGhIjKlMnOpQrStUvWxYz012";
    private static final String OTHER_ID = "chatcmpl-ZzCdEfGhIjKlMnOpQrStUvWxYz012";
    private static final Headers JSON = RetryMarkerTest.headers("content-type", "application/json");

    private final List<UsageRecord> records = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> guarded = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong nanos = new AtomicLong();
    private final Tallyspan tallyspan = Tallyspan.builder()
            .sink(records::add)
            .guardObserver(guarded::add)
            .timeSource(new TimeSource() {
                @Override
                public long epochNanos() {
                    return 1_763_780_000_000_000_000L + nanos.get();
                }

                @Override
                public long nanoTime() {
                    return nanos.get();
                }
            })
            .build();

    @AfterEach
    void nothingWasGuarded() {
        tallyspan.close();
        assertThat(guarded).isEmpty();
    }

    @Test
    void answeredExchangeIsOneEvent() {
        exchange("hi", Headers.none()).answer(200, chat(ID, 11, 7));
        UsageRecord record = records.get(0);
        assertThat(records).hasSize(1);
        assertThat(record.eventId()).isNotNull();
        assertThat(record.outcome()).isEqualTo(Outcome.OK);
        assertThat(record.quality()).isEqualTo(Quality.REPORTED);
        assertThat(record.usage().get(Unit.INPUT_TOKENS)).isEqualTo(11);
        assertThat(record.exchange().requestModel()).isEqualTo("gpt-4o");
        assertThat(record.exchange().responseId()).isEqualTo(ID);
        assertThat(tallyspan.counters().get(Counter.ATTEMPTS)).isEqualTo(1);
        assertThat(tallyspan.counters().get(Counter.EVENTS)).isEqualTo(1);
        assertThat(tallyspan.counters().byLabelValue(Counter.UNATTRIBUTED))
                .isEqualTo(Map.of("customer", 1L, "feature", 1L, "step", 1L));
    }

    @Test
    void separatorInAnExecutionIdIsEscaped() {
        try (AttributionScope run =
                tallyspan.run("desk").executionId("E\u001FF").open()) {
            exchange("hi", Headers.none()).fail(new IOException("reset"));
        }
        assertThat(records).extracting(r -> r.attribution().executionId()).containsExactly("E%1FF");
        assertThat(records.get(0).isEvent()).isTrue();
    }

    @Test
    void markedRetriesAreAttemptsOfOneCall() {
        exchange("hi", retry(0)).answer(429, "{\"error\":{\"type\":\"rate_limit_error\"}}");
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        exchange("hi", retry(1)).answer(200, chat(ID, 11, 7));
        assertThat(records).extracting(r -> r.attempt().number()).containsExactly(1, 2);
        assertThat(records)
                .extracting(r -> r.attempt().callId())
                .containsOnly(records.get(0).attempt().callId());
        assertThat(records).extracting(r -> r.attempt().source()).containsOnly(AttemptSource.MARKER);
        assertThat(records.get(0).eventId()).isNull();
    }

    @Test
    void unmarkedRetryIsInferredWithinTheWindowOnly() {
        exchange("hi", retry(0)).answer(500, "{}");
        nanos.addAndGet(Duration.ofSeconds(119).toNanos());
        exchange("hi", retry(0)).answer(500, "{}");
        nanos.addAndGet(Duration.ofSeconds(121).toNanos());
        exchange("hi", Headers.none()).answer(200, chat(ID, 11, 7));
        assertThat(records).extracting(r -> r.attempt().number()).containsExactly(1, 2, 1);
        assertThat(records)
                .extracting(r -> r.attempt().source())
                .containsExactly(AttemptSource.MARKER, AttemptSource.INFERRED, AttemptSource.INFERRED);
    }

    @Test
    void equalRequestsInOneStepAreTwoCalls() {
        try (AttributionScope run = tallyspan.run("desk").open()) {
            exchange("hi", Headers.none()).answer(200, chat(ID, 11, 7));
            exchange("hi", Headers.none()).answer(200, chat(OTHER_ID, 11, 7));
        }
        assertThat(records).extracting(r -> r.attempt().callId()).doesNotHaveDuplicates();
        assertThat(records).extracting(r -> r.attempt().number()).containsOnly(1);
    }

    @Test
    void hedgedRequestIsACall() {
        try (AttributionScope run = tallyspan.run("desk").open()) {
            Told first = exchange("hi", Headers.none());
            Told hedge = exchange("hi", Headers.none());
            hedge.answer(200, chat(ID, 11, 7));
            first.fail(new IOException("cancelled"));
        }
        assertThat(records).extracting(r -> r.attempt().callId()).doesNotHaveDuplicates();
        assertThat(records).extracting(UsageRecord::outcome).containsExactly(Outcome.OK, Outcome.NO_RESPONSE);
    }

    @Test
    void executionReplayedGivesTheSameIds() {
        for (int i = 0; i < 2; i++) {
            try (AttributionScope run =
                    tallyspan.run("desk").runId("R").executionId("E").open()) {
                exchange("hi", Headers.none()).fail(new IOException("reset"));
                exchange("hi", Headers.none()).fail(new IOException("reset"));
            }
        }
        assertThat(records).hasSize(4);
        assertThat(records.get(2).eventId()).isEqualTo(records.get(0).eventId());
        assertThat(records.get(3).eventId()).isEqualTo(records.get(1).eventId());
        assertThat(records.get(0).eventId()).isNotEqualTo(records.get(1).eventId());
    }

    @Test
    void requestThatWasNeverSentWholeIsNoEvent() {
        ObservedExchange exchange = begin("hi", Headers.none(), Context.current());
        exchange.requestBodyStart();
        exchange.failed(new IOException("connect"));
        assertThat(records).extracting(UsageRecord::outcome).containsExactly(Outcome.ERROR);
        assertThat(records.get(0).isEvent()).isFalse();
        assertThat(records.get(0).exchange().errorType()).isEqualTo("java.io.IOException");
    }

    @Test
    void observerNearerToTheWireTakesOver() {
        ObservedExchange outer = begin("hi", Headers.none(), Context.current());
        Told inner = new Told(begin("hi", Headers.none(), outer.context()), "hi");
        inner.send().answer(200, chat(ID, 11, 7));
        new Told(outer, "hi").send().answer(200, chat(ID, 11, 7));
        assertThat(records).hasSize(1);
        assertThat(tallyspan.counters().get(Counter.REPLAYS)).isZero();
    }

    @Test
    void secondAttemptBelowAClaimedExchangeIsReportedToo() {
        ObservedExchange outer = begin("hi", Headers.none(), Context.current());
        new Told(begin("hi", Headers.none(), outer.context()), "hi").send().answer(503, "{}");
        new Told(begin("hi", Headers.none(), outer.context()), "hi").send().answer(200, chat(ID, 11, 7));
        outer.responseHeaders(200, JSON);
        outer.responseEnd();
        assertThat(records).extracting(r -> r.attempt().number()).containsExactly(1, 2);
    }

    @Test
    void callMadeInsideACallbackIsItsOwn() {
        Told first = exchange("hi", Headers.none());
        first.exchange.responseHeaders(200, JSON);
        try (Scope leaked = first.exchange.context().makeCurrent()) {
            exchange("hi", Headers.none()).answer(200, chat(OTHER_ID, 3, 4));
        }
        first.body(chat(ID, 11, 7)).responseEnd();
        assertThat(records).extracting(r -> r.exchange().responseId()).containsExactly(OTHER_ID, ID);
        assertThat(records).extracting(r -> r.attempt().callId()).doesNotHaveDuplicates();
    }

    @Test
    void answerOutOfACacheIsCountedAndMakesNoEvent() {
        exchange("hi", Headers.none()).answer(200, chat(ID, 11, 7));
        exchange("hi", Headers.none()).answer(200, chat(ID, 11, 7));
        assertThat(records).hasSize(1);
        assertThat(tallyspan.counters().get(Counter.REPLAYS)).isEqualTo(1);
    }

    @Test
    void exchangesWithinAnOpenCallAreItsAttempts() {
        try (AttributionScope run = tallyspan.run("desk").open()) {
            OpenCall call = tallyspan.observer().openCall("chat", "the request", Context.current());
            try (Scope scope = call.context().makeCurrent()) {
                exchange("hi", Headers.none()).answer(200, "not json");
                exchange("hi", Headers.none()).answer(200, chat(ID, 11, 7));
                exchange("something else", Headers.none()).answer(200, chat(OTHER_ID, 1, 1));
                call.declareFallback();
                exchange("a fallback", Headers.none()).answer(500, "{}");
                call.close();
                exchange("hi", Headers.none()).answer(500, "{}");
            }
            assertThat(call.isClaimed()).isTrue();
            assertThat(records)
                    .extracting(r ->
                            r.attempt().callId().equals(call.id()) ? r.attempt().number() : 0)
                    .containsExactly(1, 2, 0, 3, 0);
        }
    }

    @Test
    void backgroundResponseIsBilledToItsSubmitterWhenItIsFetched() {
        String id = "resp_" + "0123456789abcdef".repeat(3) + "01";
        try (AttributionScope run = tallyspan.run("submit").customer("acme").open()) {
            Told submitted = new Told(begin("/v1/responses", "POST", Headers.none(), Context.current()), "go");
            submitted.send().answer(200, response(id, "queued", null));
        }
        assertThat(records).extracting(UsageRecord::isEvent).containsExactly(false);
        records.clear();
        for (String status : List.of("in_progress", "completed", "completed")) {
            try (AttributionScope run = tallyspan.run("poll").customer("other").open()) {
                Told fetch = new Told(begin("/v1/responses/" + id, "GET", Headers.none(), Context.current()), "");
                String usage = status.equals("completed") ? "{\"input_tokens\":5,\"output_tokens\":6}" : null;
                fetch.send().answer(200, response(id, status, usage));
            }
        }
        assertThat(records).hasSize(1);
        assertThat(records.get(0).attribution().customerId()).isEqualTo("acme");
        assertThat(records.get(0).quality()).isEqualTo(Quality.REPORTED);
        assertThat(tallyspan.counters().get(Counter.REPLAYS)).isEqualTo(1);
    }

    @Test
    void responseWithoutAByteForTooLongEndsAsPartial() throws InterruptedException {
        try (Tallyspan impatient = Tallyspan.builder()
                .sink(records::add)
                .set("tallyspan.stream.idle-timeout", "200ms")
                .build()) {
            ObservedExchange exchange =
                    impatient.observer().begin(target("/v1/chat/completions", "POST", Headers.none()), Context.root());
            requireNonNull(exchange, "not recognised");
            Told told = new Told(exchange, "hi").send();
            told.exchange.responseHeaders(200, JSON);
            for (int i = 0; records.isEmpty() && i < 1000; i++) {
                Thread.sleep(10);
            }
            told.body(chat(ID, 11, 7)).responseEnd();
        }
        assertThat(records).extracting(UsageRecord::outcome).containsExactly(Outcome.CUT);
    }

    @Test
    void shutdownEndsWhatIsOpen() {
        Told open = exchange("hi", Headers.none());
        open.exchange.responseHeaders(200, JSON);
        tallyspan.close();
        open.exchange.responseEnd();
        assertThat(records).extracting(UsageRecord::outcome).containsExactly(Outcome.CUT);
    }

    @Test
    void shutdownLeavesARowForARequestThatStillWaits() {
        Told waiting = exchange("hi", Headers.none());
        tallyspan.close();
        waiting.answer(200, chat(ID, 11, 7));
        assertThat(records).extracting(UsageRecord::outcome).containsExactly(Outcome.NO_RESPONSE);
        assertThat(records.get(0).isEvent()).isTrue();
    }

    @Test
    void callThatATransportMakesOnItsWayIsItsOwn() {
        ObservedExchange outer = begin("hi", Headers.none(), Context.current());
        RequestTarget elsewhere =
                new RequestTarget("POST", "https", "api.anthropic.com", 443, "/v1/messages", Headers.none());
        ObservedExchange nested =
                requireNonNull(tallyspan.observer().begin(elsewhere, outer.context()), "not recognised");
        new Told(nested, "is this safe?").send().answer(500, "{}");
        new Told(outer, "hi").send().answer(200, chat(ID, 11, 7));
        assertThat(records).extracting(UsageRecord::outcome).containsExactly(Outcome.ERROR, Outcome.OK);
    }

    @Test
    void switchedOffNothingIsObserved() {
        try (Tallyspan off = Tallyspan.builder()
                .set("tallyspan.enabled", "false")
                .sink(records::add)
                .build()) {
            assertThat(off.observer().begin(target("/v1/chat/completions", "POST", Headers.none()), Context.current()))
                    .isNull();
        }
    }

    @Test
    void overlongCustomerIsCutAndNotLost() {
        try (AttributionScope run =
                tallyspan.run("desk").customer("c".repeat(5_000)).open()) {
            exchange("hi", Headers.none()).answer(200, chat(ID, 11, 7));
        }
        assertThat(requireNonNull(records.get(0).attribution().customerId()))
                .hasSize(256)
                .startsWith("ccc");
    }

    @Test
    void requestToAnUnknownHostThatNamesNoModelIsNoModelCall() {
        RequestTarget target =
                new RequestTarget("POST", "https", "forum.example", 443, "/v1/responses", Headers.none());
        ObservedExchange exchange = tallyspan.observer().begin(target, Context.current());
        requireNonNull(exchange, "not recognised");
        exchange.requestBodyStart();
        byte[] body = "{\"survey\":7}".getBytes(UTF_8);
        exchange.requestBody(body, 0, body.length);
        exchange.requestBodyEnd();
        exchange.responseHeaders(200, JSON);
        exchange.responseEnd();
        assertThat(records).isEmpty();
    }

    @Test
    void billablePathWithoutAReaderIsCounted() {
        assertThat(tallyspan.observer().begin(target("/v1/batches", "POST", Headers.none()), Context.current()))
                .isNull();
        assertThat(tallyspan.counters().get(Counter.UNSUPPORTED)).isEqualTo(1);
    }

    private Told exchange(String prompt, Headers headers) {
        return new Told(begin(prompt, headers, Context.current()), prompt).send();
    }

    private ObservedExchange begin(String unusedPrompt, Headers headers, Context context) {
        return begin("/v1/chat/completions", "POST", headers, context);
    }

    private ObservedExchange begin(String path, String method, Headers headers, Context context) {
        ObservedExchange exchange = tallyspan.observer().begin(target(path, method, headers), context);
        if (exchange == null) {
            throw new AssertionError("not recognised: " + method + " " + path);
        }
        return exchange;
    }

    private static RequestTarget target(String path, String method, Headers headers) {
        return new RequestTarget(method, "https", "api.openai.com", 443, path, headers);
    }

    private static Headers retry(int count) {
        return RetryMarkerTest.headers("X-Stainless-Retry-Count", Integer.toString(count));
    }

    private static String chat(String id, int input, int output) {
        return "{\"id\":\"" + id + "\",\"object\":\"chat.completion\",\"model\":\"gpt-4o-2024-08-06\",\"choices\":[],"
                + "\"usage\":{\"prompt_tokens\":" + input + ",\"completion_tokens\":" + output + ",\"total_tokens\":"
                + (input + output) + "}}";
    }

    private static String response(String id, String status, @Nullable String usage) {
        return "{\"id\":\"" + id + "\",\"object\":\"response\",\"background\":true,\"status\":\"" + status
                + "\",\"model\":\"gpt-4o-2024-08-06\",\"output\":[],\"usage\":" + usage + "}";
    }

    private static final class Told {

        private final ObservedExchange exchange;
        private final String prompt;

        Told(ObservedExchange exchange, String prompt) {
            this.exchange = exchange;
            this.prompt = prompt;
        }

        Told send() {
            byte[] body = ("{\"model\":\"gpt-4o\",\"messages\":[\"" + prompt + "\"]}").getBytes(UTF_8);
            exchange.requestBodyStart();
            exchange.requestBody(body, 0, body.length);
            exchange.requestBodyEnd();
            return this;
        }

        void answer(int status, String text) {
            exchange.responseHeaders(status, JSON);
            body(text).responseEnd();
        }

        ObservedExchange body(String text) {
            byte[] bytes = text.getBytes(UTF_8);
            exchange.responseBody(bytes, 0, bytes.length);
            return exchange;
        }

        void fail(Throwable error) {
            exchange.failed(error);
        }
    }
}
