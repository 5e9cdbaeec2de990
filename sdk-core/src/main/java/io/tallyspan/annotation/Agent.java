package io.tallyspan.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A call of this method, or of any method of this type, is an agent at work: outside any run it opens one, inside a run
 * it is a step named after the agent.
 *
 * <p>On a method it replaces what the type says. Together with {@link Step} on the same call the agent is around the
 * step.
 *
 * <p>What follows holds for all annotations of this package. The most specific says it: parameter before method before
 * type, a class before its superclass before interfaces, where a method has what the method it overrides or implements
 * has (through bridge methods too) and no more. What stands on an interface is about the methods that it declares or
 * inherits; what stands on a class, about all methods of the class and its subclasses. They do nothing by themselves:
 * {@code Tallyspan.proxy}, the Spring integration or the Java agent must stand around the call, and calls from an
 * object to itself do not pass a proxy. A value that is null, blank or cannot be had is unknown: it never fails a call,
 * and the enclosing scope's value stays. A {@code CompletableFuture} or {@code CompletionStage} that is returned keeps
 * agent and step open until it is done. A contradiction or an unknown property is reported as an
 * {@link IllegalArgumentException} when the proxy is made.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Agent {

    /** The agent's name; if empty, the simple name of the annotated type or the name of the annotated method. */
    String value() default "";
}
