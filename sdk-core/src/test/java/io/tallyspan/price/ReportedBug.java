package io.tallyspan.price;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test of a wrong bill that users of another tool have reported. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ReportedBug {

    /** The tool. */
    String tool();

    /** The number of the report there. */
    int number();
}
