package io.tallyspan.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The parameter that says which customer the call spends for: the customer's id, or an object that has it. One
 * parameter of a method at most.
 *
 * <p>An id is text, a number, a boolean, a character, an enum constant (its name), a {@code UUID} or a {@code URI}, or
 * an {@code Optional} of one. Other objects have no text form that would be fit to bill by.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Customer {

    /**
     * The property that is the id, such as {@code "account.id"}; if empty, the argument itself. Each part is a record
     * component, a getter ({@code getId()}, {@code isActive()}, {@code id()}), a public field, or a key of a
     * {@code Map}; an {@code Optional} on the way is opened. Checked against the declared types; below {@code Object}
     * it is looked up when the call is made.
     */
    String value() default "";
}
