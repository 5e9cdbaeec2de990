package io.tallyspan.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A call of this method is a step of the run; on a type, a call of any of its methods is. Steps that run in parallel
 * need a {@link StepKey}. {@link Agent} says what holds for all annotations.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Step {

    /** The step's name; if empty, the name of the method that is called. */
    String value() default "";
}
