package io.tallyspan.spring.autoconfigure;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.tallyspan.Tallyspan;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tallyspan's span processor, asked for with the first span: Tallyspan reports to the OpenTelemetry that this is part
 * of, so that neither can be made before the other.
 */
final class LateSpanProcessor implements SpanProcessor {

    private final Supplier<Tallyspan> tallyspan;
    private volatile @Nullable SpanProcessor processor;

    LateSpanProcessor(Supplier<Tallyspan> tallyspan) {
        this.tallyspan = tallyspan;
    }

    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {
        processor().onStart(parentContext, span);
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        processor().onEnd(span);
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    private SpanProcessor processor() {
        SpanProcessor known = processor;
        if (known == null) {
            known = tallyspan.get().spanProcessor();
            processor = known;
        }
        return known;
    }
}
