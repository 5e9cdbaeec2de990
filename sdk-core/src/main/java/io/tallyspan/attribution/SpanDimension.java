package io.tallyspan.attribution;

import io.opentelemetry.api.common.AttributeKey;
import io.tallyspan.semconv.TallyspanAttributes;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What {@link AttributionSpanProcessor} can write on the application's own spans. */
public enum SpanDimension {
    /** {@code tallyspan.customer.id}. */
    CUSTOMER,
    /** {@code tallyspan.feature}. */
    FEATURE,
    /** {@code tallyspan.step}, names only. */
    STEP,
    /** {@code tallyspan.run.id}. */
    RUN,
    /** {@code user.id}: off by default, for it names a person. */
    USER;

    /** All but {@link #USER}. */
    public static final Set<SpanDimension> DEFAULTS =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(USER)));

    /** The attribute that is written. */
    public AttributeKey<String> attribute() {
        return switch (this) {
            case CUSTOMER -> TallyspanAttributes.CUSTOMER_ID;
            case FEATURE -> TallyspanAttributes.FEATURE;
            case STEP -> TallyspanAttributes.STEP;
            case RUN -> TallyspanAttributes.RUN_ID;
            case USER -> TallyspanAttributes.USER_ID;
        };
    }
}
