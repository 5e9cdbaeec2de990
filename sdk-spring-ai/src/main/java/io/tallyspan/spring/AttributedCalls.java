package io.tallyspan.spring;

import io.opentelemetry.context.Context;
import io.tallyspan.Tallyspan;
import io.tallyspan.annotation.MethodPlan;
import io.tallyspan.attribution.AttributionBuilder;
import io.tallyspan.attribution.AttributionScope;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.util.ClassUtils;

/**
 * Makes a bean's calls inside the scopes of its annotations. A call that gives a reactive stream is inside for as long
 * as that is subscribed.
 */
final class AttributedCalls implements MethodInterceptor {

    private static final String PLACE = "annotations of beans";
    private static final boolean REACTIVE =
            ClassUtils.isPresent("reactor.core.publisher.Flux", AttributedCalls.class.getClassLoader());

    private final Supplier<Tallyspan> tallyspan;
    private final BeanFactory beans;
    private final SpelExpressionParser parser = new SpelExpressionParser();
    private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();
    private final Map<Method, Optional<Expression>> expressions = new ConcurrentHashMap<>();

    AttributedCalls(Supplier<Tallyspan> tallyspan, BeanFactory beans) {
        this.tallyspan = tallyspan;
        this.beans = beans;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object bean = invocation.getThis();
        if (bean == null) {
            return invocation.proceed();
        }
        Tallyspan reported = tallyspan.get();
        Class<?> type = AopUtils.getTargetClass(bean);
        Method method = AopUtils.getMostSpecificMethod(invocation.getMethod(), type);
        MethodPlan plan = reported.annotations().plan(type, invocation.getMethod());
        Optional<AttributionScope> customer =
                reported.guard().ask(PLACE, () -> customer(reported, bean, method, invocation), Optional::empty);
        if (REACTIVE && ReactiveCalls.isReactive(method)) {
            return ReactiveCalls.attributed(reported, plan, invocation, customer);
        }
        try {
            return plan.around(invocation.getArguments(), invocation::proceed);
        } finally {
            customer.ifPresent(AttributionScope::close);
        }
    }

    private Optional<AttributionScope> customer(
            Tallyspan reported, Object bean, Method method, MethodInvocation invocation) {
        Expression expression =
                expressions.computeIfAbsent(method, this::parsed).orElse(null);
        if (expression == null) {
            return Optional.empty();
        }
        MethodBasedEvaluationContext context =
                new MethodBasedEvaluationContext(bean, method, invocation.getArguments(), names);
        context.setBeanResolver(new BeanFactoryResolver(beans));
        Object value = expression.getValue(context);
        return value == null
                ? Optional.empty()
                : Optional.of(reported.scope().customer(value.toString()).open());
    }

    private Optional<Expression> parsed(Method method) {
        CustomerExpression annotation = AnnotatedElementUtils.findMergedAnnotation(method, CustomerExpression.class);
        return annotation == null ? Optional.empty() : Optional.of(parser.parseExpression(annotation.value()));
    }

    /** The scope of a call that is not made on one thread; its context, where the annotations say nothing. */
    static Context context(@Nullable AttributionScope scope) {
        return scope == null ? Context.current() : scope.context();
    }

    /** The scope that a plan opens below what is current; null if it opens none. */
    static @Nullable AttributionScope started(Tallyspan reported, MethodPlan plan, @Nullable Object[] arguments) {
        if (plan.isEmpty()) {
            return null;
        }
        AttributionBuilder<?> scope = reported.guard().askOrNull(PLACE, () -> plan.scope(arguments));
        return scope == null ? null : scope.start(Context.current());
    }
}
