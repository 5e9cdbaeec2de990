package io.tallyspan.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The key of the step that the call is, or of the agent where there is no {@link Step}: what tells parallel branches
 * apart, in each execution in the same way. Say, the region that a researcher is asked about.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface StepKey {

    /** The property of the argument that is the key, as in {@link Customer#value()}; if empty, the argument itself. */
    String value() default "";
}
