package io.tallyspan.price;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.tallyspan.usage.Unit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The list of one's own that would price what no list prices, in the format of {@code docs/prices.md}, with a question
 * mark for every price: left as it is, it is refused when it is loaded. Pure functions.
 */
public final class PriceTemplate {

    private static final String PRICE = "?";

    private PriceTemplate() {}

    /** One line of JSON with the model and the units of {@code billable}. */
    public static String of(Billable billable) {
        String model = modelOf(billable);
        StringBuilder json = new StringBuilder("{\"version\":\"mine-1\",\"currency\":\"USD\",\"providers\":[{\"id\":\"")
                .append(billable.dialect().wireName())
                .append("\",\"models\":[{\"id\":\"")
                .append(JsonStringEncoder.getInstance().quoteAsString(model == null ? "unknown" : model))
                .append("\",\"prices\":[{");
        List<String> perMillion = new ArrayList<>();
        List<String> each = new ArrayList<>();
        billable.usage().forEachCount((unit, count) -> {
            if (unit.endsWith("_tokens")) {
                perMillion.add(unit);
            } else {
                each.add(unit);
            }
        });
        for (Unit unit : List.of(Unit.AUDIO_SECONDS, Unit.VIDEO_SECONDS)) {
            if (billable.usage().has(unit)) {
                each.add(unit.unitName());
            }
        }
        if (perMillion.contains(Unit.CACHE_WRITE_5M_TOKENS.unitName())) { // has the price of cache writes
            perMillion.remove(Unit.CACHE_WRITE_5M_TOKENS.unitName());
        }
        prices(json, "per_million", perMillion);
        if (!perMillion.isEmpty() && !each.isEmpty()) {
            json.append(',');
        }
        prices(json, "each", each);
        return json.append("}]}]}]}").toString();
    }

    /** One line of JSON with the units of usage beside model calls. */
    public static String ofCustom(Collection<String> units) {
        StringBuilder json = new StringBuilder("{\"version\":\"mine-1\",\"currency\":\"USD\",\"custom\":[{");
        prices(json, "each", List.copyOf(units));
        return json.append("}]}").toString();
    }

    /** The model that a price is looked for: the one that answered, else the one asked for. */
    public static @Nullable String modelOf(Billable billable) {
        return billable.responseModel() == null ? billable.requestModel() : billable.responseModel();
    }

    private static void prices(StringBuilder json, String per, List<String> units) {
        if (units.isEmpty()) {
            return;
        }
        json.append('"').append(per).append("\":{");
        units.stream()
                .sorted(Comparator.comparing(PriceTemplate::isPart).thenComparing(Comparator.naturalOrder()))
                .forEach(unit -> json.append('"')
                        .append(unit)
                        .append("\":\"")
                        .append(PRICE)
                        .append("\","));
        json.setCharAt(json.length() - 1, '}');
    }

    private static boolean isPart(String unit) {
        return !unit.equals(Unit.INPUT_TOKENS.unitName()) && !unit.equals(Unit.OUTPUT_TOKENS.unitName());
    }
}
