package io.tallyspan.attribution;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.tallyspan.runtime.Guard;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the attribution of the surrounding scope on the application's own spans as they start, so that its traces can be
 * searched by customer, feature, step and run. A span outside any scope, and a dimension about which nobody said
 * anything, stay as they are. It also tells the {@link Attributor} which traces began in this process, whose ids may
 * become run ids. Register it with the application's {@code SdkTracerProvider}. Never throws; safe for use by several
 * threads.
 */
public final class AttributionSpanProcessor implements SpanProcessor {

    private static final String PLACE = "attribution span processor";

    private final Attributor attributor;
    private final Guard guard;
    private final Set<SpanDimension> dimensions;

    private AttributionSpanProcessor(Attributor attributor, Guard guard, Set<SpanDimension> dimensions) {
        this.attributor = requireNonNull(attributor, "attributor");
        this.guard = requireNonNull(guard, "guard");
        this.dimensions = Set.copyOf(dimensions);
    }

    /** A processor that writes {@code dimensions}; none of them still keeps track of the traces that began here. */
    public static AttributionSpanProcessor create(Attributor attributor, Guard guard, Set<SpanDimension> dimensions) {
        return new AttributionSpanProcessor(attributor, guard, dimensions);
    }

    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {
        guard.run(PLACE, () -> {
            attributor.localTraces().started(span);
            Frame frame = Frame.in(parentContext);
            if (frame != null) {
                Dimensions said = attributor.withDefaults(frame.dimensions());
                for (SpanDimension dimension : dimensions) {
                    put(span, dimension, value(dimension, frame, said));
                }
            }
        });
    }

    private static void put(ReadWriteSpan span, SpanDimension dimension, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            span.setAttribute(dimension.attribute(), value);
        }
    }

    private static @Nullable String value(SpanDimension dimension, Frame frame, Dimensions said) {
        return switch (dimension) {
            case CUSTOMER -> said.customerId();
            case FEATURE -> said.feature();
            case STEP -> frame.node().names();
            case RUN -> frame.execution().runId();
            case USER -> said.userId();
        };
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        guard.run(PLACE, () -> attributor.localTraces().ended(span));
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
