package io.tallyspan.reader;

import io.tallyspan.http.Headers;
import io.tallyspan.id.Dialect;
import io.tallyspan.usage.StatedCharge;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What servers of the OpenAI family say that they charge. Only of dialects whose field is known to be the charge: an
 * estimate of a gateway's, or a field of the same name with another meaning, is none.
 */
final class OpenAiCharge {

    /** xAI counts in ten-billionths of a dollar. */
    private static final int TICK_DIGITS = 10;

    private static final String LITELLM_COST = "x-litellm-response-cost";
    private static final String USD = "USD";

    private final Dialect dialect;
    private @Nullable BigDecimal header;
    private @Nullable BigDecimal ticks;
    private @Nullable BigDecimal cost;
    private @Nullable BigDecimal totalCost;
    private @Nullable BigDecimal upstreamCost;
    private String currency = USD;
    private boolean ownKey;

    OpenAiCharge(Dialect dialect) {
        this.dialect = dialect;
    }

    void headers(Headers headers) {
        if (dialect == Dialect.LITELLM || dialect == Dialect.COMPATIBLE) {
            header = Decimals.amount(headers.first(LITELLM_COST));
        }
    }

    void value(int path, JsonValue value) {
        switch (path) {
            case OpenAiPaths.TICKS -> ticks = amount(value);
            case OpenAiPaths.COST -> cost = amount(value);
            case OpenAiPaths.TOTAL_COST -> totalCost = amount(value);
            case OpenAiPaths.UPSTREAM_COST -> upstreamCost = amount(value);
            case OpenAiPaths.OWN_KEY -> ownKey = value.kind() == JsonValue.Kind.TRUE;
            case OpenAiPaths.CURRENCY -> currency = currencyOf(value);
            default -> {}
        }
    }

    private static @Nullable BigDecimal amount(JsonValue value) {
        return value.kind() == JsonValue.Kind.NUMBER ? Decimals.amount(value.text()) : null;
    }

    private static String currencyOf(JsonValue value) {
        String code = value.textOr(USD);
        return code != null && code.length() == USD.length() ? code : USD;
    }

    /** The charge; null if none was stated. */
    @Nullable
    StatedCharge stated() {
        if (header != null) {
            return StatedCharge.usd(header);
        }
        return switch (dialect) {
            // 0 is what xAI's models say when others host them
            case XAI ->
                ticks == null || ticks.signum() == 0
                        ? null
                        : StatedCharge.usd(ticks.movePointLeft(TICK_DIGITS).stripTrailingZeros());
            // With a key of the user's own, `cost` is OpenRouter's fee, and the model's vendor is paid directly.
            case OPENROUTER -> {
                BigDecimal paid = ownKey ? upstreamCost : cost;
                yield paid == null ? null : StatedCharge.usd(paid);
            }
            case PERPLEXITY -> totalCost == null ? null : new StatedCharge(totalCost, currency);
            default -> null;
        };
    }
}
