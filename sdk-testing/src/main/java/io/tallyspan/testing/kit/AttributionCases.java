package io.tallyspan.testing.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageRecord;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who spent it, and how much. */
abstract class AttributionCases extends KitSuite {

    @Test
    void attributionComesFromTheScopesAroundTheCall() throws Exception {
        KitClient client = client();

        try (AttributionScope run = tallyspan()
                        .run("planner")
                        .runId("run-7")
                        .customer("acme")
                        .feature("support")
                        .user("u1")
                        .tag("channel", "mail")
                        .open();
                AttributionScope step = tallyspan().step("research").open()) {
            call(client, "hello");
        }

        UsageRecord record = recorder.awaitOne()
                .isEvent()
                .hasCustomer("acme")
                .hasFeature("support")
                .hasStepPath("research")
                .get();
        assertThat(record.attribution().runId()).isEqualTo("run-7");
        assertThat(record.attribution().userId()).isEqualTo("u1");
        assertThat(record.attribution().agentName()).isEqualTo("planner");
        assertThat(record.attribution().tags()).isEqualTo(Map.of("channel", "mail"));
    }

    @Test
    void withoutAScopeTheEventIsThereAndUnattributed() throws Exception {
        call(client(), "hello");

        UsageRecord record =
                recorder.awaitOne().isEvent().hasCustomer(null).hasFeature(null).get();
        assertThat(record.attribution().runId()).isNotEmpty();
        assertThat(record.attribution().stepPath()).isEmpty();
    }

    @Test
    void theRecordSaysWhatWasAskedOfWhom() throws Exception {
        call(client(), "hello");

        UsageRecord.Exchange exchange = recorder.awaitOne()
                .ended(Outcome.OK, Quality.REPORTED)
                .hasStatus(200)
                .hasRule(1)
                .get()
                .exchange();
        var billed = provider().books().observable().get(0);
        assertThat(exchange.operation()).isEqualTo("chat");
        assertThat(exchange.dialect()).isEqualTo(dialect());
        assertThat(exchange.requestModel()).isEqualTo(billed.requestModel());
        assertThat(exchange.responseModel()).isEqualTo(billed.model());
        assertThat(exchange.responseId()).isEqualTo(billed.responseId());
        assertThat(exchange.serverAddress()).isEqualTo("127.0.0.1");
        assertThat(exchange.serverPort()).isEqualTo(provider().port());
        assertThat(exchange.errorType()).isNull();
    }

    @Test
    void everyKindOfTokenIsCounted() throws Exception {
        Usage usage = everyKind();
        provider().script().next(Reply.ok().usage(usage));

        call(client(), "hello");

        recorder.awaitOne().ended(Outcome.OK, Quality.REPORTED).hasUsage(usage);
        assertThat(provider().books().observableTotal()).isEqualTo(usage);
    }

    @Test
    void theLedgerAgreesWithTheProvidersBooks() throws Exception {
        KitClient client = client();

        for (int i = 0; i < 5; i++) {
            call(client, "hello " + i);
        }

        Usage.Builder sum = Usage.builder();
        recorder.await(5).forEach(record -> sum.add(record.usage()));
        assertThat(sum.build()).isEqualTo(provider().books().observableTotal());
        assertThat(provider().books().unobservable()).isEmpty();
    }

    @Test
    void missingUsageIsUnknownAndNotZero() throws Exception {
        requires(Ability.ANSWERS_WITHOUT_USAGE);
        provider().script().next(Reply.ok().withoutUsage());

        callWhateverComes(client(), "hello");

        recorder.awaitOne().isEvent().ended(Outcome.OK, Quality.UNKNOWN).hasUsage(Usage.UNKNOWN);
        assertThat(provider().books().unobservable()).hasSize(1);
    }

    @Test
    void anUnsampledTraceStillYieldsUsage() throws Exception {
        SpanContext unsampled = SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getDefault(),
                TraceState.getDefault());
        KitClient client = client();

        try (Scope ignored = Context.current().with(Span.wrap(unsampled)).makeCurrent()) {
            call(client, "hello");
        }

        UsageRecord record = recorder.awaitOne().isEvent().get();
        assertThat(record.parent().getSpanId()).isEqualTo(unsampled.getSpanId());
        assertThat(record.span().getTraceId()).isEqualTo(unsampled.getTraceId());
        assertThat(record.span().getSpanId()).isNotEqualTo(unsampled.getSpanId());
        assertThat(record.endEpochNanos()).isGreaterThanOrEqualTo(record.startEpochNanos());
    }

    @Test
    void attributionLeavesThisProcessWithNoModelCall() throws Exception {
        KitClient client = client();

        try (AttributionScope run =
                tallyspan().run("planner").customer("acme-corporation").open()) {
            call(client, "hello");
        }

        recorder.awaitOne().hasCustomer("acme-corporation");
        StringBuilder sent = new StringBuilder();
        provider()
                .requests()
                .get(0)
                .headers()
                .forEach((name, value) -> sent.append(name).append(value).append('\n'));
        assertThat(sent).doesNotContain("acme-corporation").doesNotContainIgnoringCase("tallyspan");
    }
}
