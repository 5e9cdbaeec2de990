package io.tallyspan.annotation;

import static java.util.Objects.requireNonNull;

import io.tallyspan.attribution.Attributor;
import io.tallyspan.runtime.Guard;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one reader of this package's annotations, shared by proxies, frameworks' interceptors and the Java agent. Plans
 * are made once for each method and kept with the class that they are about, so that neither holds the other's class
 * loader. Safe for use by several threads.
 */
public final class AnnotationInterpreter {

    private final Attributor attributor;
    private final Guard guard;
    private final ClassValue<Map<Method, MethodPlan>> plans = new ClassValue<>() {
        @Override
        protected Map<Method, MethodPlan> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    private AnnotationInterpreter(Attributor attributor, Guard guard) {
        this.attributor = requireNonNull(attributor, "attributor");
        this.guard = requireNonNull(guard, "guard");
    }

    /**
     * An interpreter whose plans open scopes of {@code attributor}; what goes wrong in a call ends in {@code guard}.
     */
    public static AnnotationInterpreter create(Attributor attributor, Guard guard) {
        return new AnnotationInterpreter(attributor, guard);
    }

    /**
     * What the annotations say about calls of {@code method} on objects of {@code type}.
     *
     * @param type the class of the object called, the user's own rather than that of a proxy around it; or an interface
     * @param method a method of {@code type}, as it declares it or as any type above it does
     * @throws IllegalArgumentException if an annotation contradicts another or the method it stands on; the message
     *     says which, where, and what to do
     */
    public MethodPlan plan(Class<?> type, Method method) {
        Map<Method, MethodPlan> ofType = plans.get(type);
        MethodPlan known = ofType.get(method);
        if (known != null) {
            return known;
        }
        MethodPlan.Sayings sayings =
                Hierarchy.isOfObject(method) ? MethodPlan.Sayings.NOTHING : new AnnotationReader(type, method).read();
        MethodPlan made = new MethodPlan(attributor, guard, sayings, method.getReturnType());
        MethodPlan first = ofType.putIfAbsent(method, made);
        return first != null ? first : made;
    }
}
