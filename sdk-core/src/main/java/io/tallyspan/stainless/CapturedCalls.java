package io.tallyspan.stainless;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.runtime.Guard;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the caller's context over the hop that the SDKs' async services make to the common pool before anything that we
 * could decorate is called. Clients and async services become proxies of their interfaces (the interfaces grow with
 * every release, so hand-written delegates would not do); a call to an async service goes to a copy of that service,
 * made by its own {@code withOptions}, whose transport knows the context of this one call. Where there is no context to
 * keep, the service itself is called. Safe for use by several threads.
 */
public final class CapturedCalls {

    private final String place;
    private final Guard guard;
    private final String clients;
    private final String asyncServices;
    private final BiConsumer<Object, CallContext> bind;

    /**
     * Proxies for one SDK.
     *
     * @param place names the integration to the guard
     * @param guard runs what is ours
     * @param packagePrefix the package that holds the SDK's {@code client} and {@code services} packages, with a dot
     * @param bind gives an options builder a transport that sends in a context
     */
    public CapturedCalls(String place, Guard guard, String packagePrefix, BiConsumer<Object, CallContext> bind) {
        this.place = requireNonNull(place, "place");
        this.guard = requireNonNull(guard, "guard");
        this.clients = requireNonNull(packagePrefix, "packagePrefix") + "client.";
        this.asyncServices = packagePrefix + "services.async.";
        this.bind = requireNonNull(bind, "bind");
    }

    /** A proxy of {@code client}; {@code client} itself if it is one already. */
    public <T> T wrap(Class<T> type, T client) {
        return isWrapped(client) ? client : type.cast(proxy(type, client));
    }

    /** Whether {@code client} is a proxy made by this class, for whichever Tallyspan. */
    public static boolean isWrapped(Object client) {
        return Proxy.isProxyClass(client.getClass()) && Proxy.getInvocationHandler(client) instanceof Handler;
    }

    private Object proxy(Class<?> type, Object target) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new Handler(type, target));
    }

    private boolean isClientOrAsyncService(Class<?> type) {
        String name = type.getName();
        return type.isInterface() && (name.startsWith(clients) || name.startsWith(asyncServices));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private final class Handler implements InvocationHandler {

        private final Class<?> type;
        private final Object target;

        Handler(Class<?> type, Object target) {
            this.type = type;
            this.target = target;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return arguments != null && method.getName().equals("equals")
                        ? target.equals(unwrapped(arguments[0]))
                        : call(target, method, arguments);
            }
            if (isClientOrAsyncService(method.getReturnType())) {
                Object service = call(target, method, arguments);
                return service == null || isWrapped(service) ? service : proxy(method.getReturnType(), service);
            }
            Context caller = Context.current();
            if (caller == Context.root() || !type.getName().contains("Async")) {
                return call(target, method, arguments);
            }
            CallContext context = new CallContext(caller);
            Object bound = guard.ask(place, () -> bound(context), () -> target);
            Scope scope = guard.ask(place, context.marked()::makeCurrent, Scope::noop);
            try {
                return call(bound, method, arguments);
            } finally {
                guard.run(place, scope::close);
            }
        }

        private Object bound(CallContext context) throws Throwable {
            Consumer<Object> modifier = builder -> bind.accept(builder, context);
            Object bound = call(target, type.getMethod("withOptions", Consumer.class), new Object[] {modifier});
            return bound == null ? target : bound;
        }

        private @Nullable Object unwrapped(@Nullable Object other) {
            return other != null
                            && Proxy.isProxyClass(other.getClass())
                            && Proxy.getInvocationHandler(other) instanceof Handler handler
                    ? handler.target
                    : other;
        }
    }
}
