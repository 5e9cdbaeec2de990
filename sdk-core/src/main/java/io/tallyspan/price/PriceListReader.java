package io.tallyspan.price;

import io.tallyspan.usage.Cost;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads price lists in the project's own format, which {@code docs/prices.md} describes. */
final class PriceListReader {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

    private final String name;
    private final Cost.Source source;
    /** Where in the list the reader is. */
    private String place = "the top level";

    private PriceListReader(String name, Cost.Source source) {
        this.name = name;
        this.source = source;
    }

    /**
     * Reads a list.
     *
     * @param name what the list is called in messages, such as its path
     * @throws PriceListException if it is no price list
     */
    static PriceList read(InputStream in, String name, Cost.Source source) {
        PriceListReader reader = new PriceListReader(name, source);
        try {
            return reader.list(reader.object(JsonTree.read(in), "a price list"));
        } catch (IOException e) {
            throw new PriceListException("price list " + name + " is no JSON: " + e.getMessage(), e);
        }
    }

    private PriceList list(Map<String, Object> list) {
        Map<String, ProviderPrices> providers = new LinkedHashMap<>();
        for (Object provider : array(list.get("providers"), "providers")) {
            ProviderPrices prices = provider(object(provider, "a provider"));
            providers.put(prices.id(), prices);
        }
        List<Adjustment> adjustments = new ArrayList<>();
        for (Object adjustment : array(list.get("adjustments"), "adjustments")) {
            place = "the adjustments";
            adjustments.add(adjustment(object(adjustment, "an adjustment")));
        }
        List<DatedPrices> custom = new ArrayList<>();
        for (Object prices : array(list.get("custom"), "custom")) {
            place = "the custom units";
            custom.add(dated(object(prices, "prices")));
        }
        place = "the top level";
        String currency = list.containsKey("currency") ? text(list, "currency") : "USD";
        return new PriceList(text(list, "version"), currency, source, providers, adjustments, custom);
    }

    private ProviderPrices provider(Map<String, Object> provider) {
        place = "a provider";
        String id = text(provider, "id");
        List<ModelPrices> models = new ArrayList<>();
        for (Object model : array(provider.get("models"), "models")) {
            place = "provider '" + id + "'";
            models.add(model(object(model, "a model"), id));
        }
        place = "provider '" + id + "'";
        Map<String, UnitPrice> fees = new LinkedHashMap<>();
        if (provider.get("fees") != null) {
            units(object(provider.get("fees"), "fees"), fees);
        }
        Object hosts = provider.get("hosts");
        Object owns = provider.get("owns");
        return new ProviderPrices(
                id,
                hosts == null ? null : pattern(hosts.toString()),
                owns == null ? null : clause(owns),
                texts(provider.get("fallback"), "fallback"),
                fees,
                models);
    }

    private ModelPrices model(Map<String, Object> model, String provider) {
        String id = text(model, "id");
        place = "model '" + id + "' of provider '" + provider + "'";
        Object match = model.get("match");
        List<DatedPrices> dated = new ArrayList<>();
        for (Object prices : array(model.get("prices"), "prices")) {
            dated.add(dated(object(prices, "prices")));
        }
        if (dated.isEmpty()) {
            throw wrong("has no 'prices'");
        }
        return new ModelPrices(id, match == null ? new Clause.Equal(id) : clause(match), dated);
    }

    private DatedPrices dated(Map<String, Object> prices) {
        Map<String, UnitPrice> units = new LinkedHashMap<>();
        units(prices, units);
        if (units.isEmpty()) {
            throw wrong("has prices without 'per_million', 'per_thousand' or 'each'");
        }
        try {
            Object from = prices.get("from");
            List<String> between = texts(prices.get("between"), "between");
            return new DatedPrices(
                    from == null ? null : LocalDate.parse(from.toString()),
                    between.size() == 2 ? LocalTime.parse(between.get(0)) : null,
                    between.size() == 2 ? LocalTime.parse(between.get(1)) : null,
                    units);
        } catch (DateTimeException e) {
            throw wrong("has a date or time that is none: " + e.getMessage());
        }
    }

    private void units(Map<String, Object> prices, Map<String, UnitPrice> units) {
        units(prices.get("per_million"), MILLION, units);
        units(prices.get("per_thousand"), THOUSAND, units);
        units(prices.get("each"), BigDecimal.ONE, units);
    }

    private void units(@Nullable Object prices, BigDecimal per, Map<String, UnitPrice> units) {
        if (prices != null) {
            object(prices, "prices by unit").forEach((unit, price) -> units.put(unit, unitPrice(price, per)));
        }
    }

    private UnitPrice unitPrice(Object price, BigDecimal per) {
        if (price instanceof String amount) {
            return UnitPrice.of(amount(amount, per));
        }
        Map<String, Object> fields = object(price, "a price");
        List<UnitPrice.Tier> tiers = new ArrayList<>();
        for (Object tier : array(fields.get("above"), "above")) {
            Map<String, Object> threshold = object(tier, "a tier");
            tiers.add(new UnitPrice.Tier(
                    amount(text(threshold, "tokens"), BigDecimal.ONE).longValue(),
                    amount(text(threshold, "price"), per)));
        }
        Map<String, BigDecimal> variants = new LinkedHashMap<>();
        Object named = fields.get("variants");
        if (named != null) {
            object(named, "variants")
                    .forEach((values, variant) -> variants.put(values, amount(variant.toString(), per)));
        }
        return new UnitPrice(amount(text(fields, "base"), per), tiers, texts(fields.get("by"), "by"), variants);
    }

    private Adjustment adjustment(Map<String, Object> adjustment) {
        Object models = adjustment.get("models");
        return new Adjustment(
                text(adjustment, "provider"),
                models == null ? null : clause(models),
                text(adjustment, "dimension"),
                texts(adjustment.get("values"), "values"),
                amount(text(adjustment, "factor"), BigDecimal.ONE));
    }

    private Clause clause(Object clause) {
        Map<String, Object> fields = object(clause, "a match");
        if (fields.size() != 1) {
            throw wrong("has a match with " + fields.size() + " clauses: put them into 'or' or 'and'");
        }
        Map.Entry<String, Object> only = fields.entrySet().iterator().next();
        Object value = only.getValue();
        return switch (only.getKey()) {
            case "equals" -> new Clause.Equal(value.toString());
            case "starts_with" -> new Clause.StartsWith(value.toString());
            case "ends_with" -> new Clause.EndsWith(value.toString());
            case "contains" -> new Clause.Contains(value.toString());
            case "regex" -> new Clause.Regex(pattern(value.toString()));
            case "or" -> new Clause.AnyOf(clauses(value));
            case "and" -> new Clause.AllOf(clauses(value));
            default ->
                throw wrong("has a match '" + only.getKey()
                        + "': use equals, starts_with, ends_with, contains, regex, or, and");
        };
    }

    private List<Clause> clauses(Object value) {
        return array(value, "a match").stream().map(this::clause).toList();
    }

    private Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw wrong("has a regular expression that is none: " + e.getMessage());
        }
    }

    private BigDecimal amount(String text, BigDecimal per) {
        try {
            BigDecimal amount = new BigDecimal(text);
            if (amount.signum() < 0 || Math.abs((long) amount.scale()) > 30) {
                throw wrong("has a price of '" + text + "': give a decimal number that is not negative");
            }
            return amount.divide(per); // by a power of ten: exact
        } catch (NumberFormatException e) {
            throw wrong("has a price of '" + text + "': give a decimal number");
        }
    }

    private String text(Map<String, Object> object, String key) {
        if (object.get(key) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw wrong("lacks '" + key + "'");
    }

    private List<String> texts(@Nullable Object value, String what) {
        return array(value, what).stream().map(Object::toString).toList();
    }

    private List<Object> array(@Nullable Object value, String what) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        throw wrong("has '" + what + "' that is no array");
    }

    private Map<String, Object> object(Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> object = new LinkedHashMap<>();
            map.forEach((key, member) -> object.put(key.toString(), member));
            return object;
        }
        throw wrong("has " + what + " that is no object");
    }

    private PriceListException wrong(String what) {
        return new PriceListException("price list " + name + ": " + place + " " + what + " (docs/prices.md)");
    }
}
