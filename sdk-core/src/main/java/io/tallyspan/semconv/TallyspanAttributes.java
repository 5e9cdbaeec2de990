package io.tallyspan.semconv;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Every attribute of a usage span that is Tallyspan's own. {@code docs/attributes.md} explains them; receivers take
 * {@link #SCHEMA_VERSION} and the one before it.
 */
public final class TallyspanAttributes {

    /** The instrumentation scope of usage spans. */
    public static final String SCOPE_NAME = "io.tallyspan";

    /** The version of the schema that this release writes. */
    public static final long SCHEMA_VERSION = 1;

    /** The schema's version; its presence is what makes a span a usage span. */
    public static final AttributeKey<Long> SCHEMA = AttributeKey.longKey("tallyspan.schema");

    public static final AttributeKey<String> EVENT_ID = AttributeKey.stringKey("tallyspan.event.id");
    public static final AttributeKey<Long> EVENT_RULE = AttributeKey.longKey("tallyspan.event.rule");
    public static final AttributeKey<String> CALL_ID = AttributeKey.stringKey("tallyspan.call.id");
    public static final AttributeKey<Long> CALL_ATTEMPT = AttributeKey.longKey("tallyspan.call.attempt");
    public static final AttributeKey<String> CALL_ATTEMPT_SOURCE =
            AttributeKey.stringKey("tallyspan.call.attempt_source");
    public static final AttributeKey<String> RUN_ID = AttributeKey.stringKey("tallyspan.run.id");
    public static final AttributeKey<String> EXECUTION_ID = AttributeKey.stringKey("tallyspan.execution.id");
    public static final AttributeKey<String> CUSTOMER_ID = AttributeKey.stringKey("tallyspan.customer.id");
    public static final AttributeKey<String> FEATURE = AttributeKey.stringKey("tallyspan.feature");
    public static final AttributeKey<String> STEP = AttributeKey.stringKey("tallyspan.step");
    public static final AttributeKey<String> STEP_PATH = AttributeKey.stringKey("tallyspan.step.path");
    public static final AttributeKey<String> USER_ID = AttributeKey.stringKey("user.id");

    /** Before the key of a free tag. */
    public static final String TAG_PREFIX = "tallyspan.tag.";

    public static final AttributeKey<String> DIALECT = AttributeKey.stringKey("tallyspan.dialect");
    public static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("tallyspan.outcome");

    /** Before the name of a unit. */
    public static final String USAGE_PREFIX = "tallyspan.usage.";

    public static final AttributeKey<String> USAGE_QUALITY = AttributeKey.stringKey("tallyspan.usage.quality");
    public static final AttributeKey<String> USAGE_LINES = AttributeKey.stringKey("tallyspan.usage.lines");
    public static final AttributeKey<String> SERVICE_TIER = AttributeKey.stringKey("tallyspan.service_tier");

    /** Before the name of a dimension that decides the price. */
    public static final String PRICE_PREFIX = "tallyspan.price.";

    public static final AttributeKey<String> COST_AMOUNT = AttributeKey.stringKey("tallyspan.cost.amount");
    public static final AttributeKey<String> COST_CURRENCY = AttributeKey.stringKey("tallyspan.cost.currency");
    public static final AttributeKey<String> COST_SOURCE = AttributeKey.stringKey("tallyspan.cost.source");
    public static final AttributeKey<String> COST_PRICE_VERSION =
            AttributeKey.stringKey("tallyspan.cost.price_version");
    public static final AttributeKey<Boolean> COST_LOWER_BOUND = AttributeKey.booleanKey("tallyspan.cost.lower_bound");
    public static final AttributeKey<String> COST_CATALOG_AMOUNT =
            AttributeKey.stringKey("tallyspan.cost.catalog.amount");
    public static final AttributeKey<Double> COST_USD = AttributeKey.doubleKey("tallyspan.cost.usd");

    private TallyspanAttributes() {}
}
