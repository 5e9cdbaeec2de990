package io.tallyspan.call;

import io.tallyspan.Tallyspan;
import io.tallyspan.TallyspanBuilder;
import io.tallyspan.config.TallyspanConfigException;
import java.util.function.Supplier;

/** Asks for estimates, to be loaded where the library that makes them is not. */
public final class MissingTokenizer implements Supplier<String> {

    @Override
    public String get() {
        TallyspanBuilder builder = Tallyspan.builder().sink(record -> {}).set("tallyspan.estimate-usage", "true");
        try {
            builder.build().close();
            return "built";
        } catch (TallyspanConfigException e) {
            builder.tokenCounter((text, model) -> 1).build().close();
            return String.valueOf(e.getMessage());
        }
    }
}
