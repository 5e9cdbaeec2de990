package io.tallyspan.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attribution beside another accessor that keeps what it carries in the same slot, as Micrometer's tracing does. */
class ReactorAttributionTest {

    private static final ContextKey<String> SPAN = ContextKey.named("span");

    private final Tallyspan tallyspan = Tallyspan.builder().sink(record -> {}).build();
    private final ContextRegistry registry = new ContextRegistry();
    private final ContextSnapshotFactory snapshots =
            ContextSnapshotFactory.builder().contextRegistry(registry).build();

    /** Opens a scope when it is set, and closes it when it is restored. */
    private static final class Spans implements ThreadLocalAccessor<String> {
        private final Deque<Scope> open = new ArrayDeque<>();

        @Override
        public Object key() {
            return "span";
        }

        @Override
        public @Nullable String getValue() {
            return Context.current().get(SPAN);
        }

        @Override
        @SuppressWarnings("MustBeClosedChecker")
        public void setValue(String value) {
            open.push(Context.current().with(SPAN, value).makeCurrent());
        }

        @Override
        public void setValue() {
            setValue("none");
        }

        @Override
        public void restore(String previous) {
            restore();
        }

        @Override
        public void restore() {
            open.pop().close();
        }
    }

    @BeforeEach
    void register() {
        registry.registerThreadLocalAccessor(new Spans());
        ReactorAttribution.register(registry);
        ReactorAttribution.register(registry);
    }

    @AfterEach
    void nothingIsLeft() {
        tallyspan.close();
        assertThat(Context.current()).isEqualTo(Context.root());
    }

    @Test
    void bothAreThereAndNeitherStaysBehind() {
        ContextSnapshot snapshot;
        try (AttributionScope scope = tallyspan.scope().customer("acme").open();
                Scope span = Context.current().with(SPAN, "span-1").makeCurrent()) {
            snapshot = snapshots.captureAll();
        }

        try (ContextSnapshot.Scope restored = snapshot.setThreadLocals()) {
            assertThat(customer()).isEqualTo("acme");
            assertThat(Context.current().get(SPAN)).isEqualTo("span-1");
            try (AttributionScope inner = tallyspan.scope().customer("globex").open();
                    ContextSnapshot.Scope again = snapshot.setThreadLocals()) {
                assertThat(customer()).isEqualTo("acme");
            }
            assertThat(customer()).isEqualTo("acme");
        }

        assertThat(customer()).isNull();
        assertThat(Context.current().get(SPAN)).isNull();
    }

    @Test
    void theSpanIsThatOfTheMomentAndNotThatOfTheCapture() {
        ContextSnapshot snapshot;
        try (AttributionScope scope = tallyspan.scope().customer("acme").open()) {
            snapshot = snapshots.captureAll();
        }

        try (Scope span = Context.current().with(SPAN, "span-2").makeCurrent();
                ContextSnapshot.Scope restored = snapshot.setThreadLocals()) {
            assertThat(customer()).isEqualTo("acme");
            assertThat(Context.current().get(SPAN)).isEqualTo("span-2");
        }
    }

    @Test
    void whereNobodyAskedNothingIsCarried() {
        ContextSnapshot snapshot = snapshots.captureAll();

        try (AttributionScope scope = tallyspan.scope().customer("acme").open();
                ContextSnapshot.Scope restored = snapshot.setThreadLocals()) {
            assertThat(customer()).isEqualTo("acme");
        }
    }

    private @Nullable String customer() {
        return tallyspan.attributor().origin(Context.current()).attribution().customerId();
    }
}
