package io.tallyspan.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A free tag of the calls below. On types and methods it has a {@link #value()}; on a parameter it has the argument's.
 * Tags of several places are merged, the more specific place winning for each key. {@link Agent} says what holds for
 * all annotations.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@Repeatable(Tag.Several.class)
public @interface Tag {

    /** The tag's key; not blank. */
    String key();

    /** The tag's value; not blank on a type or method, left out on a parameter. */
    String value() default "";

    /** On a parameter the property that is the value, as in {@link Customer#value()}; if empty, the argument itself. */
    String property() default "";

    /** What the compiler puts around repeated tags. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
    @interface Several {
        /** The tags. */
        Tag[] value();
    }
}
