package io.tallyspan.spring;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.attribution.Attributions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries attribution through Micrometer's context propagation: in the Reactor context, and from there on whatever
 * thread an operator runs. Attribution alone: the current span is carried by others, in an order of their own.
 *
 * <p>OpenTelemetry keeps both in one slot of the thread, whose scopes must be closed in the reverse order; context
 * propagation opens and closes all accessors in the same order. So this is two of them, with all others in between: the
 * first opens a scope, and the last closes it, when those of the others are closed.
 */
public final class ReactorAttribution {

    private static final String KEY = "tallyspan.attribution";
    private static final String END = "tallyspan.attribution.end";
    private static final ThreadLocal<Deque<Scope>> OPEN = ThreadLocal.withInitial(ArrayDeque::new);

    private ReactorAttribution() {}

    /** Adds the accessors to {@code registry}, around all that are there. A second time does nothing. */
    public static synchronized void register(ContextRegistry registry) {
        List<ThreadLocalAccessor<?>> others = new ArrayList<>(registry.getThreadLocalAccessors());
        if (others.stream().anyMatch(accessor -> accessor.key().equals(KEY))) {
            return;
        }
        others.forEach(accessor -> registry.removeThreadLocalAccessor(accessor.key()));
        registry.registerThreadLocalAccessor(new First());
        others.forEach(registry::registerThreadLocalAccessor);
        registry.registerThreadLocalAccessor(new Last());
    }

    /** {@code view} with the attribution of {@code context}. */
    public static reactor.util.context.Context put(reactor.util.context.Context view, Context context) {
        return Attributions.isIn(context) ? view.put(KEY, context).put(END, context) : view;
    }

    private static @Nullable Context attributed() {
        Context current = Context.current();
        return Attributions.isIn(current) ? current : null;
    }

    /** Opens. */
    private static final class First implements ThreadLocalAccessor<Context> {

        @Override
        public Object key() {
            return KEY;
        }

        @Override
        public @Nullable Context getValue() {
            return attributed();
        }

        // Last closes it
        @Override
        @SuppressWarnings("MustBeClosedChecker")
        public void setValue(Context attributed) {
            OPEN.get().push(Attributions.copy(attributed, Context.current()).makeCurrent());
        }

        @Override
        public void setValue() {
            setValue(Context.root());
        }

        @Override
        public void restore(Context previous) {}

        @Override
        public void restore() {}
    }

    /** Closes. */
    private static final class Last implements ThreadLocalAccessor<Context> {

        @Override
        public Object key() {
            return END;
        }

        @Override
        public @Nullable Context getValue() {
            return attributed();
        }

        @Override
        public void setValue(Context attributed) {}

        @Override
        public void setValue() {}

        @Override
        public void restore(Context previous) {
            restore();
        }

        @Override
        public void restore() {
            Scope scope = OPEN.get().poll();
            if (scope != null) {
                scope.close();
            }
        }
    }
}
