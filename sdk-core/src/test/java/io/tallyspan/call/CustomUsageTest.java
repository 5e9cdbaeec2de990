package io.tallyspan.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import io.tallyspan.Tallyspan;
import io.tallyspan.TallyspanBuilder;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.id.EventIds;
import io.tallyspan.price.PriceBook;
import io.tallyspan.runtime.Counter;
import io.tallyspan.usage.Cost;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.UsageRecord;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is spent beside model calls. */
class CustomUsageTest {

    private final List<UsageRecord> records = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> guarded = Collections.synchronizedList(new ArrayList<>());

    private Tallyspan tallyspan(String... settings) {
        TallyspanBuilder builder = Tallyspan.builder().sink(records::add).guardObserver(guarded::add);
        for (int i = 0; i < settings.length; i += 2) {
            builder.set(settings[i], settings[i + 1]);
        }
        return builder.build();
    }

    @Test
    void itIsAttributedLikeAModelCall() {
        try (Tallyspan tallyspan = tallyspan()) {
            try (AttributionScope run = tallyspan
                            .run("desk")
                            .runId("R")
                            .customer("acme")
                            .feature("chat")
                            .open();
                    AttributionScope step = tallyspan.step("search").key("q1").open()) {
                tallyspan.record("search_calls", 3, null);
            }
        }
        UsageRecord record = records.get(0);
        assertThat(records).hasSize(1);
        assertThat(record.attribution().customerId()).isEqualTo("acme");
        assertThat(record.attribution().runId()).isEqualTo("R");
        assertThat(record.attribution().stepPath()).isEqualTo("search[q1]");
        assertThat(record.usage().custom()).isEqualTo(Map.of("search_calls", BigDecimal.valueOf(3)));
        assertThat(record.exchange()).isSameAs(UsageRecord.Exchange.NONE);
        assertThat(record.outcome()).isEqualTo(Outcome.OK);
        assertThat(record.quality()).isEqualTo(Quality.REPORTED);
        assertThat(guarded).isEmpty();
    }

    @Test
    void theKeyIsTheIdentityWhoeverRecordsIt() {
        for (String customer : List.of("acme", "globex")) {
            try (Tallyspan tallyspan = tallyspan("tallyspan.customer", customer)) {
                tallyspan.record("gpu_minutes", new BigDecimal("0.30"), "job-4711");
            }
        }
        // the id is a vector of docs/event-id-vectors.jsonl
        assertThat(records)
                .extracting(r -> r.eventId() == null ? null : r.eventId().value())
                .containsExactly("83334e7b-e5be-585e-9531-303bb6cc2f5a", "83334e7b-e5be-585e-9531-303bb6cc2f5a");
    }

    @Test
    void withoutAKeyEachIsAnEventAndAReplayedExecutionRepeatsIt() {
        for (int i = 0; i < 2; i++) {
            try (Tallyspan tallyspan = tallyspan();
                    AttributionScope run =
                            tallyspan.run("desk").executionId("E").open()) {
                tallyspan.record("pages", 1, null);
                tallyspan.record("pages", 1, "");
                tallyspan.record("minutes", 1, null);
            }
        }
        List<String> ids = records.stream()
                .map(r -> r.eventId() == null ? "none" : r.eventId().value())
                .toList();
        assertThat(ids.subList(0, 3)).doesNotHaveDuplicates().isEqualTo(ids.subList(3, 6));
        assertThat(records)
                .allSatisfy(r -> assertThat(r.eventId())
                        .extracting("value", "rule")
                        .containsExactly(EventIds.attempt(r.attempt().callId(), 1), 3));
    }

    @Test
    void itIsInTheTraceOfWhoeverSpends() {
        SpanContext current = SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getDefault(),
                TraceState.getDefault());
        try (Tallyspan tallyspan = tallyspan();
                Scope span = Span.wrap(current).makeCurrent()) {
            tallyspan.record("pages", 1, null);
        }
        assertThat(records.get(0).parent()).isEqualTo(current);
        assertThat(records.get(0).span().getTraceId()).isEqualTo(current.getTraceId());
        assertThat(records.get(0).span().getSpanId()).isNotEqualTo(current.getSpanId());
    }

    @Test
    void onlyAListOfOnesOwnPricesIt() {
        String list = """
                {"version":"own-1","currency":"EUR","custom":[
                  {"each":{"gpu_minutes":"0.02"},"per_thousand":{"search_calls":"5"}},
                  {"from":"2020-01-01","each":{"gpu_minutes":"0.03"}},
                  {"from":"2999-01-01","each":{"gpu_minutes":"9"}}]}
                """;
        PriceBook book = PriceBook.shipped().withOverrides(new ByteArrayInputStream(list.getBytes(UTF_8)), "own");
        try (Tallyspan tallyspan = Tallyspan.builder()
                .sink(records::add)
                .guardObserver(guarded::add)
                .pricer(book)
                .build()) {
            tallyspan.record("gpu_minutes", new BigDecimal("2.50"), null);
            tallyspan.record("search_calls", 7, null);
            tallyspan.record("pages", 7, null);
            assertThat(tallyspan.counters().byLabelValue(Counter.UNPRICED)).isEqualTo(Map.of("pages", 1L));
        }
        assertThat(records)
                .extracting(UsageRecord::cost)
                .containsExactly(
                        new Cost(new BigDecimal("0.075"), "EUR", Cost.Source.OVERRIDE, "own-1", null, false),
                        new Cost(new BigDecimal("0.035"), "EUR", Cost.Source.OVERRIDE, "own-1", null, false),
                        null);
    }

    @Test
    void whatHasNoPriceIsNamedOnceWithTheListToWrite() {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.tallyspan");
        logger.addHandler(handler);
        try (Tallyspan tallyspan = tallyspan()) {
            tallyspan.record("gpu_minutes", 1, null);
            tallyspan.record("gpu_minutes", 1, null);
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(lines)
                .filteredOn(line -> line.contains("gpu_minutes"))
                .singleElement()
                .asString()
                .contains(
                        "{\"version\":\"mine-1\",\"currency\":\"USD\",\"custom\":[{\"each\":{\"gpu_minutes\":\"?\"}}]}");
    }

    @Test
    void switchedOffNothingIsRecordedAndNothingThrown() {
        try (Tallyspan tallyspan = tallyspan("tallyspan.enabled", "false")) {
            tallyspan.record("pages", 1, null);
        }
        assertThat(records).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GPU", "1st", "a b", "a/b", "\u00fc"})
    void aUnitThatIsNoNameIsRefused(String unit) {
        try (Tallyspan tallyspan = tallyspan()) {
            assertThatThrownBy(() -> tallyspan.record(unit, 1, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + unit + "'")
                    .hasMessageContaining("such as gpu_minutes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1000000000001", "1E-31", "1E+999999999"})
    void aQuantityThatNoLedgerTakesIsRefused(String quantity) {
        try (Tallyspan tallyspan = tallyspan()) {
            assertThatThrownBy(() -> tallyspan.record("pages", new BigDecimal(quantity), null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("pages")
                    .hasMessageContaining(quantity);
        }
    }

    @Test
    void theSeparatorOfIdsIsNoPartOfAKey() {
        try (Tallyspan tallyspan = tallyspan()) {
            assertThatThrownBy(() -> tallyspan.record("pages", 1, "a\u001fb"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("U+001F");
        }
    }
}
