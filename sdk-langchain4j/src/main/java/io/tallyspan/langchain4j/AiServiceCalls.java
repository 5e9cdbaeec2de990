package io.tallyspan.langchain4j;

import dev.langchain4j.invocation.InvocationParameters;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes each call of an AI service an {@link AiServiceInvocation}, attributed by its {@link InvocationParameters}. */
final class AiServiceCalls implements ProxyTarget.Handler {

    static final String PLACE = "LangChain4j's AI services";

    private final Tallyspan tallyspan;
    private final ProxyTarget service;

    private AiServiceCalls(Tallyspan tallyspan, ProxyTarget service) {
        this.tallyspan = tallyspan;
        this.service = service;
    }

    static <T> T proxy(Tallyspan tallyspan, Class<T> type, T service) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                new AiServiceCalls(tallyspan, ProxyTarget.of(type, service))));
    }

    @Override
    public ProxyTarget target() {
        return service;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return service.call(method, arguments);
        }
        Optional<AttributionScope> said = tallyspan.guard().ask(PLACE, () -> scope(arguments), Optional::empty);
        try {
            Optional<AiServiceInvocation> invocation =
                    tallyspan.guard().ask(PLACE, () -> Optional.of(AiServiceInvocation.begin()), Optional::empty);
            if (invocation.isEmpty()) {
                return service.call(method, arguments);
            }
            try (Scope scope = invocation.get().context().makeCurrent();
                    AiServiceInvocation.Managed managed = invocation.get().manage()) {
                return service.call(method, arguments);
            }
        } finally {
            IssuedRequests.forget();
            said.ifPresent(AttributionScope::close);
        }
    }

    private Optional<AttributionScope> scope(@Nullable Object @Nullable [] arguments) {
        if (arguments == null) {
            return Optional.empty();
        }
        for (Object argument : arguments) {
            if (argument instanceof InvocationParameters parameters && saysAnything(parameters)) {
                return Optional.of(tallyspan
                        .scope()
                        .customer(text(parameters, TallyspanLangChain4j.CUSTOMER))
                        .feature(text(parameters, TallyspanLangChain4j.FEATURE))
                        .user(text(parameters, TallyspanLangChain4j.USER))
                        .open(Context.current()));
            }
        }
        return Optional.empty();
    }

    private static boolean saysAnything(InvocationParameters parameters) {
        return parameters.containsKey(TallyspanLangChain4j.CUSTOMER)
                || parameters.containsKey(TallyspanLangChain4j.FEATURE)
                || parameters.containsKey(TallyspanLangChain4j.USER);
    }

    private static @Nullable String text(InvocationParameters parameters, String key) {
        Object value = parameters.asMap().get(key);
        return value == null ? null : value.toString();
    }
}
