package io.tallyspan.spring;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.Tallyspan;
import io.tallyspan.annotation.MethodPlan;
import io.tallyspan.attribution.AttributionScope;
import java.lang.reflect.Method;
import java.util.Optional;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Calls whose result is a Mono or a Flux: their scope is in the Reactor context, and ends with the subscription. */
final class ReactiveCalls {

    private ReactiveCalls() {}

    static boolean isReactive(Method method) {
        return Mono.class == method.getReturnType() || Flux.class == method.getReturnType();
    }

    static @Nullable Object attributed(
            Tallyspan reported, MethodPlan plan, MethodInvocation invocation, Optional<AttributionScope> customer)
            throws Throwable {
        AttributionScope scope;
        Context context;
        try {
            scope = AttributedCalls.started(reported, plan, invocation.getArguments());
            context = AttributedCalls.context(scope);
        } finally {
            customer.ifPresent(AttributionScope::close);
        }
        // before the subscriber hears of the end: what it does next is a step after this one
        Runnable end = () -> {
            if (scope != null) {
                scope.close();
            }
        };
        Object result;
        try (Scope current = context.makeCurrent()) {
            result = invocation.proceed();
        } catch (Throwable t) {
            end.run();
            throw t;
        }
        if (result instanceof Mono<?> mono) {
            return mono.contextWrite(view -> ReactorAttribution.put(view, context))
                    .doOnTerminate(end)
                    .doOnCancel(end);
        }
        if (result instanceof Flux<?> flux) {
            return flux.contextWrite(view -> ReactorAttribution.put(view, context))
                    .doOnTerminate(end)
                    .doOnCancel(end);
        }
        end.run();
        return result;
    }
}
