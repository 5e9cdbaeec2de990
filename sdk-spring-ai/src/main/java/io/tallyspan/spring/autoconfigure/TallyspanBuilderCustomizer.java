package io.tallyspan.spring.autoconfigure;

import io.tallyspan.TallyspanBuilder;

/** A bean of this type says more to the builder of the application's {@code Tallyspan} than properties can. */
@FunctionalInterface
public interface TallyspanBuilderCustomizer {

    /** Called once, after the properties were read. */
    void customize(TallyspanBuilder builder);
}
