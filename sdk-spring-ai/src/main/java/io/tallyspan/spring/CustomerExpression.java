package io.tallyspan.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says the customer of a bean's method by a SpEL expression, where no parameter holds it: {@code "#order.account.id"},
 * {@code "@tenants.current()"}. Parameters are variables by their names and as {@code #p0}, {@code #p1}; beans are
 * there by {@code @}. An expression that cannot be evaluated, or gives null, says nothing. A
 * {@link io.tallyspan.annotation.Customer} on a parameter wins.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CustomerExpression {
    /** The expression. */
    String value();
}
