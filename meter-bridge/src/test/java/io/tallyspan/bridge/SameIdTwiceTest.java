package io.tallyspan.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.bridge.http.BridgeCounter;
import io.tallyspan.bridge.report.ReportQuery;
import io.tallyspan.bridge.report.ReportRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** "Same id twice" of the specification, each case delivered in two requests and in one. */
final class SameIdTwiceTest {

    private enum Delivery {
        APART,
        TOGETHER
    }

    private static final String[] DIMENSIONS = {
        "customer", "feature", "step", "step_path", "user", "quality", "outcome", "execution"
    };

    @TempDir
    Path data;

    private Bridge bridge;

    @BeforeEach
    void start() throws IOException {
        bridge = Bridge.start(BridgeOptions.in(data).withHttpPort(0));
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    private ReportRow after(Delivery delivery, TestSpan... spans) throws Exception {
        List<TestSpan[]> requests = new ArrayList<>();
        if (delivery == Delivery.TOGETHER) {
            requests.add(spans);
        } else {
            for (TestSpan span : spans) {
                requests.add(new TestSpan[] {span});
            }
        }
        for (TestSpan[] request : requests) {
            assertThat(Sender.to(bridge).post(request).statusCode()).isEqualTo(200);
        }
        List<ReportRow> rows = bridge.report(ReportQuery.by(DIMENSIONS)).rows();
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private static void assertCounts(ReportRow row, long duplicates, long conflicts) {
        assertThat(row.events()).isEqualTo(1);
        assertThat(row.attempts()).isEqualTo(1);
        assertThat(row.duplicates()).isEqualTo(duplicates);
        assertThat(row.conflicts()).isEqualTo(conflicts);
    }

    private static TestSpan worse(String quality) {
        return TestSpan.event("e")
                .seenBy("another")
                .without("tallyspan.usage.output_tokens")
                .set("tallyspan.usage.quality", quality)
                .set("tallyspan.outcome", "cut");
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void redeliveryIsADuplicate(Delivery delivery) throws Exception {
        ReportRow row = after(delivery, TestSpan.event("e"), TestSpan.event("e"), TestSpan.event("e"));

        assertCounts(row, 2, 0);
        assertThat(row.unit("input_tokens")).isEqualByComparingTo("10");
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void anotherObserverThatAgreesIsADuplicate(Delivery delivery) throws Exception {
        TestSpan second = TestSpan.event("e")
                .seenBy("another")
                .set("tallyspan.call.id", "other")
                .set("tallyspan.execution.id", "other")
                .cost("1.00", "USD")
                .startingAt(TestSpan.START.plusSeconds(9));

        ReportRow row = after(delivery, TestSpan.event("e"), second);

        assertCounts(row, 1, 0);
        assertThat(row.dimension("execution")).isEqualTo("execution-1");
        assertThat(row.cost()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void aDuplicateFillsInWhatNobodyHadAttributed(Delivery delivery) throws Exception {
        TestSpan first = TestSpan.event("e")
                .set("tallyspan.customer.id", "unattributed")
                .without("tallyspan.feature")
                .set("tallyspan.step", "unattributed")
                .set("tallyspan.step.path", "unattributed");
        TestSpan second = TestSpan.event("e").seenBy("another").set("user.id", "u-1");

        ReportRow row = after(delivery, first, second);

        assertCounts(row, 1, 0);
        assertThat(row.dimension("customer")).isEqualTo("acme");
        assertThat(row.dimension("feature")).isEqualTo("support");
        assertThat(row.dimension("step")).isEqualTo("plan/write");
        assertThat(row.dimension("step_path")).isEqualTo("plan/write#2");
        assertThat(row.dimension("user")).isEqualTo("u-1");
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void aDuplicateChangesNoAttributionThatIsThere(Delivery delivery) throws Exception {
        TestSpan second = TestSpan.event("e")
                .seenBy("another")
                .set("tallyspan.customer.id", "other")
                .set("tallyspan.feature", "other")
                .set("tallyspan.step", "other");

        ReportRow row = after(delivery, TestSpan.event("e"), second);

        assertCounts(row, 1, 0);
        assertThat(row.dimension("customer")).isEqualTo("acme");
        assertThat(row.dimension("feature")).isEqualTo("support");
        assertThat(row.dimension("step_path")).isEqualTo("plan/write#2");
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void betterQualitySupersedes(Delivery delivery) throws Exception {
        ReportRow row = after(
                delivery,
                worse("unknown").without("tallyspan.usage.input_tokens"),
                worse("estimated").set("tallyspan.usage.input_tokens", 9),
                worse("partial"),
                TestSpan.event("e"));

        assertCounts(row, 0, 0);
        assertThat(row.dimension("quality")).isEqualTo("reported");
        assertThat(row.dimension("outcome")).isEqualTo("ok");
        assertThat(row.unit("output_tokens")).isEqualByComparingTo("5");
        assertThat(bridge.counters().get(BridgeCounter.SUPERSEDING)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void theSupersedingRecordKeepsTheAttributionThatOnlyTheFirstHad(Delivery delivery) throws Exception {
        TestSpan better = TestSpan.event("e").without("tallyspan.customer.id", "tallyspan.feature");

        ReportRow row = after(delivery, worse("partial").set("user.id", "u-1"), better);

        assertThat(row.dimension("customer")).isEqualTo("acme");
        assertThat(row.dimension("feature")).isEqualTo("support");
        assertThat(row.dimension("user")).isEqualTo("u-1");
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void redeliveryOfASupersededRecordIsADuplicate(Delivery delivery) throws Exception {
        ReportRow row = after(delivery, worse("partial"), TestSpan.event("e"), worse("partial"));

        assertCounts(row, 1, 0);
        assertThat(row.dimension("quality")).isEqualTo("reported");
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void equalCountsThatAreBetterKnownRaiseTheQuality(Delivery delivery) throws Exception {
        TestSpan estimated = TestSpan.event("e").seenBy("another").set("tallyspan.usage.quality", "estimated");

        ReportRow row = after(delivery, estimated, TestSpan.event("e"));

        assertCounts(row, 1, 0);
        assertThat(row.dimension("quality")).isEqualTo("reported");
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void otherCountsOfTheSameQualityAreAConflictAndTheFirstWins(Delivery delivery) throws Exception {
        TestSpan other = TestSpan.event("e").seenBy("another").set("tallyspan.usage.input_tokens", 11);

        ReportRow row = after(delivery, TestSpan.event("e"), other);

        assertCounts(row, 0, 1);
        assertThat(row.unit("input_tokens")).isEqualByComparingTo("10");
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void redeliveryOfAConflictIsADuplicate(Delivery delivery) throws Exception {
        TestSpan other = TestSpan.event("e").seenBy("another").set("tallyspan.usage.input_tokens", 11);

        assertCounts(after(delivery, TestSpan.event("e"), other, other), 1, 1);
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void worseQualityThatSaysSomethingElseIsAConflict(Delivery delivery) throws Exception {
        assertCounts(after(delivery, TestSpan.event("e"), worse("partial")), 0, 1);
    }

    @Test
    void everythingThatIsBilledTellsRecordsApart() throws Exception {
        ReportRow row = after(
                Delivery.APART,
                TestSpan.event("e"),
                TestSpan.event("e").seenBy("1").set("gen_ai.response.model", "gpt-4o-mini"),
                TestSpan.event("e").seenBy("2").set("tallyspan.service_tier", "flex"),
                TestSpan.event("e").seenBy("3").set("tallyspan.usage.reasoning_tokens", 0),
                TestSpan.event("e").seenBy("4").set("tallyspan.usage.server_tool.web_search", 1),
                TestSpan.event("e").seenBy("5").set("tallyspan.usage.custom.gpu_minutes", "1"),
                TestSpan.event("e")
                        .seenBy("6")
                        .set(
                                "tallyspan.usage.lines",
                                "[{\"line\":0,\"type\":\"message\",\"model\":\"m\",\"usage\":{\"input_tokens\":10}},"
                                        + "{\"line\":1,\"type\":\"compaction\",\"usage\":{\"output_tokens\":5},\"later\":{}}]"));

        assertCounts(row, 0, 6);
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void attemptsWithoutAnEventAreToldApartByTheirSpan(Delivery delivery) throws Exception {
        ReportRow row = after(
                delivery,
                TestSpan.attempt("a"),
                TestSpan.attempt("a"),
                TestSpan.attempt("a").seenBy("retry"));

        assertThat(row.events()).isZero();
        assertThat(row.attempts()).isEqualTo(2);
        assertThat(row.calls()).isEqualTo(1);
        assertThat(row.duplicates()).isEqualTo(1);
        assertThat(row.unit("input_tokens")).isNull();
    }
}
