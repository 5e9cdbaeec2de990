package io.tallyspan.annotation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.context.Context;
import io.tallyspan.attribution.Attribution;
import io.tallyspan.attribution.AttributionSettings;
import io.tallyspan.attribution.Attributor;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import io.tallyspan.runtime.IdSource;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttributionProxyTest {

    private final Counters counters = new Counters();
    private final Attributor attributor = new Attributor(AttributionSettings.DEFAULTS, IdSource.random(), counters);
    private final AnnotationInterpreter interpreter = AnnotationInterpreter.create(attributor, new Guard(counters));

    @AfterEach
    void nothingStaysCurrent() {
        assertThat(Context.current()).isSameAs(Context.root());
    }

    private Attribution now() {
        return attributor.origin(Context.current()).attribution();
    }

    private <T> T proxy(Class<T> type, T target) {
        return AttributionProxy.create(type, target, interpreter);
    }

    record Account(@Nullable String id, @Nullable Plan plan) {}

    record Plan(String tier) {}

    @Agent("support-agent")
    @Feature("support")
    @Tag(key = "team", value = "care")
    interface Support {
        Attribution answer(@Customer("id") @Nullable Account account, @Nullable String question);

        @Feature("triage")
        @Step
        @Tag(key = "team", value = "night")
        Attribution classify(@Customer String customer, @Tag(key = "tier", property = "plan.tier") Account account);

        @Agent
        @Step("look-up")
        Attribution delegate(@StepKey int branch);

        default Attribution twice(@Customer UUID customer) {
            return answer(new Account("inner", new Plan("x")), "");
        }
    }

    private final class Desk implements Support {
        @Override
        public String toString() {
            return "a desk";
        }

        @Override
        public Attribution answer(@Nullable Account account, @Nullable String question) {
            return now();
        }

        @Override
        public Attribution classify(String customer, Account account) {
            return now();
        }

        @Override
        public Attribution delegate(int branch) {
            return now();
        }
    }

    @Test
    void theTypeSpeaksForAllItsMethods_theMethodMoreSpecifically() {
        Support support = proxy(Support.class, new Desk());

        Attribution answered = support.answer(new Account("acme", new Plan("gold")), "?");
        assertThat(answered.agentName()).isEqualTo("support-agent");
        assertThat(answered.customerId()).isEqualTo("acme");
        assertThat(answered.feature()).isEqualTo("support");
        assertThat(answered.step()).isEmpty();
        assertThat(answered.tags()).isEqualTo(Map.of("team", "care"));

        Attribution classified = support.classify("globex", new Account("acme", new Plan("gold")));
        assertThat(classified.customerId()).isEqualTo("globex");
        assertThat(classified.feature()).isEqualTo("triage");
        assertThat(classified.agentName()).isEqualTo("support-agent");
        assertThat(classified.stepPath()).isEqualTo("classify");
        assertThat(classified.tags()).isEqualTo(Map.of("team", "night", "tier", "gold"));

        Attribution delegated = support.delegate(7);
        assertThat(delegated.agentName()).isEqualTo("delegate");
        assertThat(delegated.stepPath()).isEqualTo("look-up[7]");
        assertThat(delegated.runId()).isNotEqualTo(answered.runId());
    }

    @Test
    void insideARunAnAgentIsAStep_andItsStepIsInside() {
        Support support = proxy(Support.class, new Desk());
        attributor.run("outer").runId("R").run(() -> {
            assertThat(support.delegate(1).stepPath()).isEqualTo("delegate/look-up[1]");
            assertThat(support.delegate(1).stepPath()).isEqualTo("delegate#2/look-up[1]");
            assertThat(support.delegate(1).runId()).isEqualTo("R");
        });
        assertThat(counters.get(Counter.STEPS_NOT_REPLAYABLE)).isZero();
    }

    @Test
    void whatIsUnknownNeverFailsTheCall() {
        Support support = proxy(Support.class, new Desk());
        assertThat(support.answer(null, null).customerId()).isNull();
        assertThat(support.answer(new Account(null, new Plan("x")), "").customerId())
                .isNull();
        assertThat(support.classify(" ", new Account("a", null)).tags()).doesNotContainKey("tier");
        assertThat(counters.get(Counter.GUARDED)).isZero();
    }

    @Test
    void aDefaultMethodIsCalledOnTheTarget() {
        UUID id = UUID.randomUUID();
        assertThat(proxy(Support.class, new Desk()).twice(id).customerId()).isEqualTo(id.toString());
    }

    @Test
    void aProxyEqualsItsTarget_andIsMadeOnce() {
        Desk desk = new Desk();
        Support support = proxy(Support.class, desk);
        assertThat(support).isEqualTo(proxy(Support.class, desk)).hasSameHashCodeAs(desk);
        assertThat(support).isEqualTo(desk);
        assertThat(support.equals(same(support))).isTrue();
        assertThat(support).isNotEqualTo(proxy(Support.class, new Desk())).isNotEqualTo(null);
        assertThat(support.toString()).isEqualTo("a desk");
        assertThat(proxy(Support.class, support)).isSameAs(support);
    }

    private static Object same(Object object) {
        return object;
    }

    interface Failing {
        @Step
        void fail() throws IOException;
    }

    @Test
    void theTargetsExceptionIsTheSameInstance() {
        IOException failure = new IOException("mine");
        assertThatThrownBy(() -> proxy(Failing.class, () -> {
                            throw failure;
                        })
                        .fail())
                .isSameAs(failure);
    }

    static class Explosive {
        public String getId() {
            throw new IllegalStateException("no id for you");
        }
    }

    interface Careless {
        @Step
        String ask(@Customer("id") Explosive explosive);
    }

    @Test
    void aGetterThatThrowsIsCountedAndTheCallGoesOn() {
        assertThat(proxy(Careless.class, explosive -> now().step()).ask(new Explosive()))
                .isEqualTo("ask");
        assertThat(counters.get(Counter.GUARDED, "annotations")).isEqualTo(1);
    }

    interface Asynchronous {
        @Step("s")
        CompletableFuture<String> future(CompletableFuture<String> work);

        @Step("s")
        CompletionStage<String> stage(CompletableFuture<String> work);

        @Step("s")
        Future<String> plain(CompletableFuture<String> work);

        @Step("s")
        OwnFuture own(OwnFuture work);
    }

    static final class OwnFuture extends CompletableFuture<String> {}

    private static final class Passing implements Asynchronous {
        @Override
        public CompletableFuture<String> future(CompletableFuture<String> work) {
            return work;
        }

        @Override
        public CompletionStage<String> stage(CompletableFuture<String> work) {
            return work;
        }

        @Override
        public Future<String> plain(CompletableFuture<String> work) {
            return work;
        }

        @Override
        public OwnFuture own(OwnFuture work) {
            return work;
        }
    }

    @Test
    void aFutureKeepsItsStepOpen() {
        Asynchronous async = proxy(Asynchronous.class, new Passing());
        assertKeepsOpen("future", async);
        assertKeepsOpen("stage", async);
        assertKeepsOpen("plain", async);
        OwnFuture own = new OwnFuture();
        assertThat(async.own(own)).isSameAs(own);
    }

    private void assertKeepsOpen(String kind, Asynchronous async) {
        attributor.run("a").run(() -> {
            CompletableFuture<String> work = new CompletableFuture<>();
            Future<String> result = switch (kind) {
                case "future" -> async.future(work);
                case "stage" -> async.stage(work).toCompletableFuture();
                default -> async.plain(work);
            };
            Supplier<String> next = () -> attributor.step("s").<String>get(() -> now().stepPath());
            assertThat(now().stepPath()).isEmpty();
            assertThat(next.get()).isEqualTo("s[~]");
            work.complete("x");
            assertThat(next.get()).isEqualTo("s#3");
            assertThat(((CompletableFuture<String>) result).join()).isEqualTo("x");
        });
    }

    interface Handler<T> {
        @Step("generic")
        Attribution handle(@Customer("id") T request);
    }

    static class Base implements Handler<Account> {
        private final Supplier<Attribution> now;

        Base(Supplier<Attribution> now) {
            this.now = now;
        }

        @Override
        public Attribution handle(@Tag(key = "tier", property = "plan.tier") Account request) {
            return now.get();
        }
    }

    @Feature("sub")
    static final class Sub extends Base {
        Sub(Supplier<Attribution> now) {
            super(now);
        }
    }

    @Test
    void annotationsAreInherited_throughBridgesToo() {
        @SuppressWarnings("unchecked") // the only way to name a generic interface
        Handler<Account> handler = proxy(Handler.class, new Sub(this::now));
        Attribution handled = handler.handle(new Account("acme", new Plan("gold")));
        assertThat(handled.stepPath()).isEqualTo("generic");
        assertThat(handled.customerId()).isEqualTo("acme");
        assertThat(handled.tags()).isEqualTo(Map.of("tier", "gold"));
        assertThat(handled.feature()).isEqualTo("sub");
    }

    @Test
    void theConcreteMethodOfAClassHasThePlanOfTheInterface() throws Throwable {
        MethodPlan plan = interpreter.plan(Sub.class, Base.class.getMethod("handle", Account.class));
        Object handled = plan.around(new Object[] {new Account("acme", new Plan("gold"))}, this::now);
        assertThat(((Attribution) requireNonNull(handled)).customerId()).isEqualTo("acme");
        assertThat(interpreter.plan(Sub.class, Base.class.getMethod("handle", Account.class)))
                .isSameAs(plan);
    }

    @Agent
    interface Closing extends AutoCloseable {
        Attribution work();

        @Override
        void close();
    }

    interface Unrelated {
        Attribution other();
    }

    static final class Both implements Closing, Unrelated {
        private final Supplier<Attribution> now;

        Both(Supplier<Attribution> now) {
            this.now = now;
        }

        @Override
        public Attribution work() {
            return now.get();
        }

        @Override
        public Attribution other() {
            return now.get();
        }

        @Override
        public void close() {}
    }

    @Test
    void anInterfaceSaysNothingAboutTheMethodsOfAnother() throws Exception {
        assertThat(interpreter
                        .plan(Both.class, Unrelated.class.getMethod("other"))
                        .isEmpty())
                .isTrue();
        assertThat(interpreter.plan(Both.class, Closing.class.getMethod("work")).isEmpty())
                .isFalse();
        assertThat(interpreter
                        .plan(Both.class, Object.class.getMethod("toString"))
                        .isEmpty())
                .isTrue();
        assertThat(proxy(Closing.class, new Both(this::now)).work().agentName()).isEqualTo("Closing");
    }

    enum Region {
        EU
    }

    interface Shapes {
        @Step
        Attribution of(@Customer("account.id") Map<String, Map<String, Object>> request);

        @Step
        Attribution optional(@Customer Optional<Region> region);

        @Step
        Attribution late(@Customer("account.id") Object request);

        @Step
        Attribution field(@Customer("id") WithField request);
    }

    static final class WithField {
        public final int id = 42;
    }

    record Envelope(@Nullable Account account) {}

    private final class AllShapes implements Shapes {
        @Override
        public Attribution of(Map<String, Map<String, Object>> request) {
            return now();
        }

        @Override
        public Attribution optional(Optional<Region> region) {
            return now();
        }

        @Override
        public Attribution late(Object request) {
            return now();
        }

        @Override
        public Attribution field(WithField request) {
            return now();
        }
    }

    @Test
    void aCustomerIsFoundInRecordsGettersFieldsMapsAndOptionals() {
        Shapes shapes = proxy(Shapes.class, new AllShapes());
        assertThat(shapes.of(Map.of("account", Map.of("id", 7L))).customerId()).isEqualTo("7");
        assertThat(shapes.of(Map.of()).customerId()).isNull();
        assertThat(shapes.optional(Optional.of(Region.EU)).customerId()).isEqualTo("EU");
        assertThat(shapes.optional(Optional.empty()).customerId()).isNull();
        assertThat(shapes.late(new Envelope(new Account("acme", new Plan("x")))).customerId())
                .isEqualTo("acme");
        assertThat(shapes.late(Map.of("account", Map.of("id", "m"))).customerId())
                .isEqualTo("m");
        assertThat(shapes.late("a string").customerId()).isNull();
        assertThat(shapes.late(new Envelope(null)).customerId()).isNull();
        assertThat(shapes.field(new WithField()).customerId()).isEqualTo("42");
        assertThat(counters.get(Counter.GUARDED)).isZero();
    }

    @Test
    void theProxyOfALambdaWorks() {
        assertThat(proxy(Careless.class, unused -> now().stepPath()).ask(new Explosive() {
                    @Override
                    public String getId() {
                        return "x";
                    }
                }))
                .isEqualTo("ask");
    }

    @Test
    void whatCannotBeProxiedIsRefusedWithTheMend() {
        assertThatThrownBy(() -> proxy(Account.class, new Account("x", new Plan("x"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no interface");
        assertThatThrownBy(() -> proxy(Runnable.class, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has an annotation of Tallyspan");
    }
}
