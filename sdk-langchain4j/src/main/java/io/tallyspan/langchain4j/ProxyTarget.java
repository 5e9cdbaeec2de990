package io.tallyspan.langchain4j;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The object behind a proxy of an interface, which equals that object and every proxy of it. Immutable. */
final class ProxyTarget {

    private final Object target;
    private final Map<Method, Method> accessible;

    private ProxyTarget(Object target, Map<Method, Method> accessible) {
        this.target = target;
        this.accessible = accessible;
    }

    /** @throws IllegalArgumentException if {@code type} is no interface whose methods can be called from here */
    static ProxyTarget of(Class<?> type, Object target) {
        if (!type.isInterface()) {
            throw new IllegalArgumentException(type.getName() + " is no interface: a proxy needs one");
        }
        Map<Method, Method> accessible = new HashMap<>();
        for (Method method : type.getMethods()) {
            if (Modifier.isStatic(method.getModifiers())) {
                continue;
            }
            if (!method.trySetAccessible()) {
                throw new IllegalArgumentException("Tallyspan may not call " + method + ": open package "
                        + type.getPackageName() + " to the module io.tallyspan.langchain4j, or export the interface");
            }
            accessible.put(method, method);
        }
        return new ProxyTarget(target, accessible);
    }

    /** A handler of calls through a proxy of a target. */
    interface Handler extends InvocationHandler {
        /** What it is a proxy of. */
        ProxyTarget target();
    }

    /** Calls the target; what it throws is the same instance. */
    @Nullable
    Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        Method called = accessible.getOrDefault(method, method);
        try {
            return arguments != null && method.getDeclaringClass() == Object.class
                    ? called.invoke(target, unproxied(arguments[0])) // equals
                    : called.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static @Nullable Object unproxied(@Nullable Object object) {
        return object != null
                        && Proxy.isProxyClass(object.getClass())
                        && Proxy.getInvocationHandler(object) instanceof Handler handler
                ? handler.target().target
                : object;
    }
}
