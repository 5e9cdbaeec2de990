package io.tallyspan.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.IdSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttributionScopesTest {

    private final Counters counters = new Counters();
    private final Attributor attributor = new Attributor(AttributionSettings.DEFAULTS, IdSource.random(), counters);

    @AfterEach
    void nothingStaysCurrent() {
        assertThat(Context.current()).isSameAs(Context.root());
    }

    private Attribution now() {
        return attributor.origin(Context.current()).attribution();
    }

    @Test
    void aRunSaysWhoSpends() {
        try (AttributionScope ignored = attributor
                .run("support-agent")
                .runId("R")
                .executionId("E")
                .customer("acme")
                .feature("chat")
                .user("u")
                .tag("k", "v")
                .open()) {
            assertThat(now())
                    .isEqualTo(
                            new Attribution("acme", "chat", "R", "E", "", "", "support-agent", "u", Map.of("k", "v")));
            assertThat(attributor.origin(Context.current()).scoped()).isTrue();
        }
    }

    @Test
    void attributionIsNeverBaggage() {
        attributor
                .run("a")
                .customer("acme")
                .run(() -> assertThat(Baggage.current().isEmpty()).isTrue());
    }

    @Test
    void outsideAnyScopeEachCallIsAnExecutionOfItsOwn() {
        CallOrigin first = attributor.origin(Context.root());
        CallOrigin second = attributor.origin(Context.root());

        assertThat(first.scoped()).isFalse();
        assertThat(first.execution().id()).isNotEqualTo(second.execution().id());
        assertThat(first.attribution().runId())
                .isNotEqualTo(second.attribution().runId());
        assertThat(first.attribution().customerId()).isNull();
        assertThat(first.attribution().stepPath()).isEmpty();
    }

    @Test
    void theInnermostWinsInEachDimension_tagsAreMerged() {
        attributor
                .run("outer")
                .customer("acme")
                .feature("chat")
                .tag("a", "1")
                .tag("b", "1")
                .run(() -> attributor.scope().feature("search").tag("b", "2").run(() -> {
                    assertThat(now().customerId()).isEqualTo("acme");
                    assertThat(now().feature()).isEqualTo("search");
                    assertThat(now().tags()).isEqualTo(Map.of("a", "1", "b", "2"));
                }));
    }

    @Test
    void aScopeMayBeOpenedInsideAContextThatIsNotCurrent() {
        AttributionScope run = attributor.run("outer").customer("acme").start(Context.root());

        try (AttributionScope around = attributor.scope().customer("globex").open()) {
            try (AttributionScope step = attributor.step("inner").open(run.context())) {
                assertThat(now().customerId()).isEqualTo("acme");
                assertThat(now().stepPath()).isEqualTo("inner");
            }
            assertThat(now().customerId()).isEqualTo("globex");
        }
        run.close();
    }

    @Test
    void whatIsNullOrBlankSaysNothing() {
        attributor
                .run("outer")
                .customer("acme")
                .run(() -> attributor
                        .scope()
                        .customer("")
                        .feature(null)
                        .user(" ")
                        .tag(null, "x")
                        .tag("x", null)
                        .run(() -> {
                            assertThat(now().customerId()).isEqualTo("acme");
                            assertThat(now().feature()).isNull();
                            assertThat(now().userId()).isNull();
                            assertThat(now().tags()).isEmpty();
                        }));
        attributor.run(null).runId("").executionId(" ").run(() -> {
            assertThat(now().runId()).isNotBlank();
            assertThat(now().executionId()).isNotBlank();
            assertThat(now().agentName()).isNull();
            attributor.step("  ").key("").run(() -> assertThat(now().stepPath()).isEqualTo("unnamed"));
        });
    }

    @Test
    void configuredDefaultsFillInWhatNobodySaid() {
        Attributor withDefaults =
                new Attributor(new AttributionSettings("house", "misc", false), IdSource.random(), counters);
        assertThat(withDefaults.origin(Context.root()).attribution().customerId())
                .isEqualTo("house");
        withDefaults.scope().customer("acme").run(() -> {
            Attribution read = withDefaults.origin(Context.current()).attribution();
            assertThat(read.customerId()).isEqualTo("acme");
            assertThat(read.feature()).isEqualTo("misc");
        });
    }

    @Test
    void aBlankDefaultIsAConfigurationError() {
        assertThatThrownBy(() -> new AttributionSettings(" ", null, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("default customer is blank");
    }

    @Test
    void anAgentInsideARunIsAStep() {
        attributor.run("planner").runId("R").run(() -> {
            Execution outer = attributor.origin(Context.current()).execution();
            attributor
                    .run("researcher")
                    .key("eu")
                    .runId("other")
                    .executionId("other")
                    .run(() -> {
                        assertThat(now().runId()).isEqualTo("R");
                        assertThat(attributor.origin(Context.current()).execution())
                                .isSameAs(outer);
                        assertThat(now().step()).isEqualTo("researcher");
                        assertThat(now().stepPath()).isEqualTo("researcher[eu]");
                        assertThat(now().agentName()).isEqualTo("researcher");
                    });
            assertThat(now().agentName()).isEqualTo("planner");
        });
    }

    @Test
    void aScopeThatIsNoAgentOpensNoRun_itsCallsShareOneExecution() {
        attributor.scope().customer("acme").run(() -> {
            Attribution first = now();
            assertThat(now().executionId()).isEqualTo(first.executionId());
            attributor.step("batch").run(() -> {
                assertThat(now().executionId()).isEqualTo(first.executionId());
                attributor.run("agent").run(() -> {
                    assertThat(now().customerId()).isEqualTo("acme");
                    assertThat(now().executionId()).isNotEqualTo(first.executionId());
                    assertThat(now().runId()).isNotEqualTo(first.runId());
                    assertThat(now().stepPath()).isEmpty();
                });
            });
        });
    }

    @Test
    void anExecutionOwnsOneObjectOfAType() {
        attributor.run("a").run(() -> {
            Execution execution = attributor.origin(Context.current()).execution();
            StringBuilder owned = execution.own(StringBuilder.class, StringBuilder::new);
            attributor
                    .step("s")
                    .run(() -> assertThat(attributor
                                    .origin(Context.current())
                                    .execution()
                                    .own(StringBuilder.class, StringBuilder::new))
                            .isSameAs(owned));
        });
    }

    @Test
    void closingTwiceIsClosingOnce() {
        AttributionScope outer = attributor.run("a").open();
        AttributionScope step = attributor.step("s").open();
        step.close();
        step.close();
        attributor.step("s").run(() -> {
            step.close();
            attributor.step("x").run(() -> assertThat(now().stepPath()).isEqualTo("s#2/x"));
        });
        outer.close();
        outer.close();
    }

    @Test
    void scopesClosedInTheWrongOrderLeaveNothingBehind() {
        AttributionScope a = attributor.run("a").customer("acme").open();
        AttributionScope b = attributor.step("b").open();
        AttributionScope c = attributor.step("c").open();
        a.close();
        b.close();
        assertThat(now().stepPath()).isEqualTo("b/c");
        c.close();
        assertThat(Context.current()).isSameAs(Context.root());
    }

    @Test
    void aScopeClosedOnAForeignThreadEndsItsStepAndThrowsNothing() throws Exception {
        AttributionScope run = attributor.run("a").open();
        AttributionScope step = attributor.step("s").open();
        Thread foreign = new Thread(Context.current().wrap(() -> {
            Context before = Context.current();
            step.close();
            assertThat(Context.current()).isSameAs(before);
        }));
        foreign.start();
        foreign.join();
        assertThat(now().stepPath()).isEqualTo("s");
        try (Scope ignored = run.context().makeCurrent()) {
            attributor.step("s").run(() -> assertThat(now().stepPath()).isEqualTo("s#2"));
        }
        assertThat(counters.get(Counter.STEPS_NOT_REPLAYABLE)).isZero();
        step.close();
        run.close();
    }

    @Test
    void aStartedScopeIsCurrentNowhere_itsStepIsOpenUntilItIsClosed() {
        AttributionScope run = attributor.run("a").customer("acme").start(Context.root());
        AttributionScope first = attributor.step("s").start(run.context());
        AttributionScope second = attributor.step("s").start(run.context());
        assertThat(Context.current()).isSameAs(Context.root());
        assertThat(attributor.origin(first.context()).attribution().stepPath()).isEqualTo("s");
        assertThat(attributor.origin(first.context()).attribution().customerId())
                .isEqualTo("acme");
        assertThat(attributor.origin(second.context()).attribution().stepPath()).isEqualTo("s[~]");
        assertThat(counters.get(Counter.STEPS_NOT_REPLAYABLE)).isEqualTo(1);
        first.close();
        second.close();
        try (AttributionScope third = attributor.step("s").start(run.context())) {
            assertThat(attributor.origin(third.context()).attribution().stepPath())
                    .isEqualTo("s#3");
        }
    }

    @Test
    void aDetachedScopeLeavesTheThread_itsStepStaysOpen() {
        attributor.run("a").run(() -> {
            AttributionScope step = attributor.step("s").open();
            step.detach();
            assertThat(now().stepPath()).isEmpty();
            attributor.step("s").run(() -> assertThat(now().stepPath()).isEqualTo("s[~]"));
            step.close();
            attributor.step("s").run(() -> assertThat(now().stepPath()).isEqualTo("s#3"));
        });
    }

    @Test
    void theExceptionOfTheWorkIsTheSameInstance() {
        IllegalStateException failure = new IllegalStateException("mine");
        assertThatThrownBy(() -> attributor.run("a").call(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(attributor.step("s").get(() -> now().stepPath())).isEqualTo("s");
    }
}
