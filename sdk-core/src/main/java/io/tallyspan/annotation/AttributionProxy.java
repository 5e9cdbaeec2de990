package io.tallyspan.annotation;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the annotations of an interface, or of the class behind it, work by a proxy between caller and object. A proxy
 * is as safe for use by several threads as its target. It equals its target and every proxy of it, and throws what that
 * throws, the same instance; it is a {@link Proxy}, so a checked exception that the interface does not declare reaches
 * the caller as an {@code UndeclaredThrowableException}. What the target calls on itself does not pass the proxy.
 */
public final class AttributionProxy {

    private static final Object[] NO_ARGUMENTS = {};

    private AttributionProxy() {}

    /**
     * {@code target}, with each call of a method of {@code type} inside the scope that the annotations ask for. A proxy
     * made by the same interpreter is given back as it is.
     *
     * @throws IllegalArgumentException if {@code type} is no interface, nothing about it is annotated, its methods
     *     cannot be called from here, or an annotation is wrong
     */
    public static <T> T create(Class<T> type, T target, AnnotationInterpreter interpreter) {
        requireNonNull(type, "type");
        requireNonNull(target, "target");
        requireNonNull(interpreter, "interpreter");
        if (!type.isInterface()) {
            throw new IllegalArgumentException(type.getName() + " is no interface: a proxy needs one. Let the class"
                    + " implement an interface, or open the scopes in its methods");
        }
        if (!type.isInstance(target)) {
            throw new IllegalArgumentException(
                    "the target, a " + target.getClass().getName() + ", does not implement " + type.getName());
        }
        Calls present = callsOf(target);
        if (present != null && present.interpreter == interpreter) {
            return target;
        }
        Calls calls = new Calls(interpreter, target, plans(type, target, interpreter));
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
    }

    private static Map<Method, Call> plans(Class<?> type, Object target, AnnotationInterpreter interpreter) {
        Map<Method, Call> calls = new HashMap<>();
        boolean anyAnnotated = false;
        for (Method method : type.getMethods()) {
            if (Modifier.isStatic(method.getModifiers())) {
                continue;
            }
            if (!method.trySetAccessible()) {
                throw new IllegalArgumentException("Tallyspan may not call " + method + ": open package "
                        + type.getPackageName() + " to the module io.tallyspan.core, or export the interface");
            }
            MethodPlan plan = interpreter.plan(target.getClass(), method);
            anyAnnotated |= !plan.isEmpty();
            calls.put(method, new Call(method, plan));
        }
        if (!anyAnnotated) {
            throw new IllegalArgumentException("neither " + type.getName() + " nor "
                    + target.getClass().getName()
                    + " has an annotation of Tallyspan: annotate a method with @Agent or @Step, say, or use the target"
                    + " as it is");
        }
        return calls;
    }

    private static @Nullable Calls callsOf(@Nullable Object object) {
        return object != null
                        && Proxy.isProxyClass(object.getClass())
                        && Proxy.getInvocationHandler(object) instanceof Calls calls
                ? calls
                : null;
    }

    /** A method that may be called reflectively, and what is to be done around it. */
    private record Call(Method method, MethodPlan plan) {}

    private static final class Calls implements InvocationHandler {

        private final AnnotationInterpreter interpreter;
        private final Object target;
        private final Map<Method, Call> calls;

        Calls(AnnotationInterpreter interpreter, Object target, Map<Method, Call> calls) {
            this.interpreter = interpreter;
            this.target = target;
            this.calls = Map.copyOf(calls);
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            @Nullable Object[] given = arguments == null ? NO_ARGUMENTS : arguments;
            Call call = calls.get(method);
            if (call == null) {
                return invokeOnTarget(method, method.getName().equals("equals") ? unproxied(given) : given);
            }
            return call.plan().around(given, () -> invokeOnTarget(call.method(), given));
        }

        private static @Nullable Object[] unproxied(@Nullable Object[] given) {
            Calls other = callsOf(given[0]);
            return other == null ? given : new Object[] {other.target};
        }

        private @Nullable Object invokeOnTarget(Method method, @Nullable Object[] arguments) throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }
    }
}
