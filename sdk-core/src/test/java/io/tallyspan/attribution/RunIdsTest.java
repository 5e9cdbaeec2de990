package io.tallyspan.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import io.tallyspan.runtime.IdSource;
import io.tallyspan.semconv.TallyspanAttributes;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunIdsTest {

    private static final String FOREIGN_TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final Counters counters = new Counters();
    private final Attributor attributor = new Attributor(AttributionSettings.DEFAULTS, IdSource.random(), counters);
    private final SdkTracerProvider provider = provider(SpanDimension.DEFAULTS);
    private final Tracer tracer = provider.get("application");

    private SdkTracerProvider provider(Set<SpanDimension> dimensions) {
        return SdkTracerProvider.builder()
                .addSpanProcessor(AttributionSpanProcessor.create(attributor, new Guard(counters), dimensions))
                .build();
    }

    @AfterEach
    void nothingIsRemembered() {
        provider.close();
        assertThat(attributor.localTraces().size()).isZero();
        assertThat(Context.current()).isSameAs(Context.root());
        assertThat(counters.toString()).isEqualTo("{}");
    }

    private String run(Context context) {
        try (AttributionScope scope = attributor.run("agent").start(context)) {
            return attributor.origin(scope.context()).attribution().runId();
        }
    }

    private static Context inbound(String traceId) {
        return Context.root()
                .with(Span.wrap(SpanContext.createFromRemoteParent(
                        traceId, "b7ad6b7169203331", TraceFlags.getSampled(), TraceState.getDefault())));
    }

    @Test
    void aTraceThatBeganHereIsTheRun() {
        Span root = tracer.spanBuilder("root").setNoParent().startSpan();
        Context inRoot = Context.root().with(root);
        Span nested = tracer.spanBuilder("nested").setParent(inRoot).startSpan();

        assertThat(run(inRoot)).isEqualTo(root.getSpanContext().getTraceId());
        assertThat(run(inRoot.with(nested))).isEqualTo(root.getSpanContext().getTraceId());
        assertThat(attributor.origin(inRoot.with(nested)).attribution().runId())
                .isEqualTo(root.getSpanContext().getTraceId());

        root.end();
        assertThat(run(inRoot.with(nested)))
                .as("its root is over, so nobody knows any more")
                .isNotEqualTo(root.getSpanContext().getTraceId());
        nested.end();
    }

    @Test
    void theScopesOwnIdComesFirst() {
        Span root = tracer.spanBuilder("root").setNoParent().startSpan();
        try (Scope ignored = root.makeCurrent()) {
            attributor
                    .run("a")
                    .runId("R")
                    .run(() -> assertThat(attributor
                                    .origin(Context.current())
                                    .attribution()
                                    .runId())
                            .isEqualTo("R"));
        }
        root.end();
    }

    @Test
    void twoCallersWithOneTraceparentAreTwoRuns() {
        Context caller = inbound(FOREIGN_TRACE);
        assertThat(run(caller)).isNotEqualTo(FOREIGN_TRACE).isNotEqualTo(run(caller));

        Span server = tracer.spanBuilder("server").setParent(caller).startSpan();
        Context inServer = caller.with(server);
        Span nested = tracer.spanBuilder("nested").setParent(inServer).startSpan();
        assertThat(run(inServer)).isNotEqualTo(FOREIGN_TRACE).isNotEqualTo(run(inServer));
        assertThat(run(inServer.with(nested))).isNotEqualTo(FOREIGN_TRACE).isNotEqualTo(run(inServer.with(nested)));
        nested.end();
        server.end();
    }

    @Test
    void aTrustedInboundTraceIsTheRun() {
        Attributor trusting =
                new Attributor(new AttributionSettings(null, null, true), IdSource.random(), new Counters());
        assertThat(trusting.origin(inbound(FOREIGN_TRACE)).attribution().runId())
                .isEqualTo(FOREIGN_TRACE);
    }

    @Test
    void ourOwnTraceSentBackByAStrangerProvesNothing() {
        Span root = tracer.spanBuilder("root").setNoParent().startSpan();
        String traceId = root.getSpanContext().getTraceId();
        Span server = tracer.spanBuilder("callback").setParent(inbound(traceId)).startSpan();
        Context inServer = Context.root().with(server);
        Span nested = tracer.spanBuilder("nested").setParent(inServer).startSpan();

        assertThat(run(inServer)).isNotEqualTo(traceId);
        assertThat(run(inServer.with(nested))).isNotEqualTo(traceId);
        nested.end();
        server.end();
        root.end();
    }

    @Test
    void aSpanThatTellsNothingAboutItsParentGivesARandomRun() {
        SdkTracerProvider unsampled =
                SdkTracerProvider.builder().setSampler(Sampler.alwaysOff()).build();
        Span span = unsampled.get("x").spanBuilder("dropped").setNoParent().startSpan();
        assertThat(run(Context.root().with(span)))
                .isNotEqualTo(span.getSpanContext().getTraceId());
        unsampled.close();
    }

    @Test
    void aCarriedRunGoesOnBelowItsPath() {
        Context joined = attributor.join(Context.root(), "R", "acme", "chat", "plan#2/research[eu]");
        Attribution carried = attributor.origin(joined).attribution();
        assertThat(carried.runId()).isEqualTo("R");
        assertThat(carried.step()).isEqualTo("plan/research");

        AttributionScope agent = attributor.run("remote").executionId("E").start(joined);
        Attribution below = attributor.origin(agent.context()).attribution();
        assertThat(below.runId()).isEqualTo("R");
        assertThat(below.customerId()).isEqualTo("acme");
        assertThat(below.stepPath()).isEqualTo("plan#2/research[eu]/remote");
        assertThat(below.executionId())
                .as("the id was read before the agent named it")
                .isEqualTo("E")
                .isNotEqualTo(carried.executionId());
        agent.close();
    }

    @Test
    void theFirstAgentBelowACarrierNamesTheExecutionOfTheRequest() {
        Context joined = attributor.join(Context.root(), "R", null, null, null);
        AttributionScope first = attributor.run("a").executionId("E").start(joined);
        first.close();
        AttributionScope second = attributor.run("a").executionId("E").start(joined);
        second.close();

        assertThat(attributor.origin(joined).attribution().executionId()).isEqualTo("E");
        assertThat(attributor.origin(second.context()).execution())
                .isSameAs(attributor.origin(first.context()).execution());
        assertThat(attributor.origin(second.context()).attribution().stepPath()).isEqualTo("a#2");
    }

    @Test
    void aRunIdGivenBelowACarrierWins() {
        Context joined = attributor.join(Context.root(), "R", "acme", null, "plan");
        try (AttributionScope scope = attributor.run("a").runId("mine").start(joined)) {
            Attribution read = attributor.origin(scope.context()).attribution();
            assertThat(read.runId()).isEqualTo("mine");
            assertThat(read.customerId()).isEqualTo("acme");
            assertThat(read.stepPath()).isEqualTo("plan/a");
        }
    }

    @Test
    void theApplicationsSpansSayWhoSpends_theUserIsLeftOut() {
        attributor
                .run("a")
                .runId("R")
                .customer("acme")
                .feature("chat")
                .user("u")
                .run(() -> attributor.step("plan").key("k").run(() -> {
                    Span span = tracer.spanBuilder("work").startSpan();
                    ReadableSpan readable = (ReadableSpan) span;
                    assertThat(readable.getAttribute(TallyspanAttributes.CUSTOMER_ID))
                            .isEqualTo("acme");
                    assertThat(readable.getAttribute(TallyspanAttributes.FEATURE))
                            .isEqualTo("chat");
                    assertThat(readable.getAttribute(TallyspanAttributes.STEP)).isEqualTo("plan");
                    assertThat(readable.getAttribute(TallyspanAttributes.RUN_ID))
                            .isEqualTo("R");
                    assertThat(readable.getAttribute(TallyspanAttributes.USER_ID))
                            .isNull();
                    span.end();
                }));
    }

    @Test
    void eachDimensionOnSpansCanBeSwitchedOff() {
        SdkTracerProvider onlyUser = provider(EnumSet.of(SpanDimension.USER));
        attributor.run("a").customer("acme").user("u").run(() -> {
            Span span = onlyUser.get("x").spanBuilder("work").startSpan();
            assertThat(((ReadableSpan) span).toSpanData().getAttributes().asMap())
                    .containsOnlyKeys(TallyspanAttributes.USER_ID);
            span.end();
        });
        onlyUser.close();
    }

    @Test
    void spansOutsideAnyScopeStayAsTheyAre() {
        Span span = tracer.spanBuilder("work").startSpan();
        assertThat(((ReadableSpan) span).toSpanData().getAttributes().isEmpty()).isTrue();
        span.end();
    }

    @Test
    void startingASpanDoesNotFixTheExecutionOfAnInboundRequest() {
        Context joined = attributor.join(Context.root(), "R", null, null, null);
        tracer.spanBuilder("server").setParent(joined).startSpan().end();
        attributor.run("a").executionId("E").start(joined).close();
        assertThat(attributor.origin(joined).attribution().executionId()).isEqualTo("E");
    }
}
