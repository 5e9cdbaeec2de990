package io.tallyspan.spring;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.attribution.Attributions;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Carries attribution through Micrometer's context propagation: in the Reactor context, and from there on whatever
 * thread an operator runs. Attribution alone: the current span is carried by others, and may be a newer one.
 */
public final class ReactorAttribution {

    private static final String KEY = "tallyspan.attribution";
    private static final ThreadLocal<Deque<Scope>> OPEN = ThreadLocal.withInitial(ArrayDeque::new);

    private ReactorAttribution() {}

    /** Adds the accessor to {@code registry}. A second time does nothing. */
    public static synchronized void register(ContextRegistry registry) {
        if (registry.getThreadLocalAccessors().stream()
                .noneMatch(accessor -> accessor.key().equals(KEY))) {
            registry.registerThreadLocalAccessor(new Accessor());
        }
    }

    /** {@code view} with the attribution of {@code context}. */
    public static reactor.util.context.Context put(reactor.util.context.Context view, Context context) {
        return Attributions.isIn(context) ? view.put(KEY, context) : view;
    }

    /** {@code current} with the attribution that {@code view} carries, if it carries any. */
    static Context in(reactor.util.context.ContextView view, Context current) {
        Context attributed = view.getOrDefault(KEY, null);
        return attributed == null ? current : Attributions.copy(attributed, current);
    }

    /**
     * Opens a scope where a value is set, and closes it where the one before is restored: propagation restores in the
     * reverse order, so that others may keep scopes in the same slot.
     */
    private static final class Accessor implements ThreadLocalAccessor<Context> {

        @Override
        public Object key() {
            return KEY;
        }

        @Override
        public @Nullable Context getValue() {
            Context current = Context.current();
            return Attributions.isIn(current) ? current : null;
        }

        // restore closes it
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
