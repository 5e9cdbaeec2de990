package io.tallyspan.price;

import static java.util.Objects.requireNonNull;

import io.tallyspan.usage.Cost;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prices of the user's own, which win over the shipped ones: read from a list, or written in code. Immutable. */
public final class PriceOverrides {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final PriceList list;

    private PriceOverrides(PriceList list) {
        this.list = list;
    }

    /**
     * Reads a list in the format of {@code docs/prices.md}.
     *
     * @param in is read to its end and not closed
     * @param name what the list is called in messages, such as its path
     * @throws PriceListException if it is no price list; the message names the place and what would be right
     */
    public static PriceOverrides read(InputStream in, String name) {
        return new PriceOverrides(PriceListReader.read(requireNonNull(in, "in"), name, Cost.Source.OVERRIDE));
    }

    /**
     * A builder of a list, empty yet and in US dollars.
     *
     * @param version what costs computed by it are marked with ({@code tallyspan.cost.price_version}), such as
     *     {@code contract-2026-11}
     */
    public static Builder builder(String version) {
        return new Builder(version);
    }

    /** What costs computed by it are marked with. */
    public String version() {
        return list.version();
    }

    PriceList list() {
        return list;
    }

    /** Builds a list. Used by one thread. What a list can say beyond this, such as tiers of length, is for a file. */
    public static final class Builder {

        private final String version;
        private final Map<String, Map<String, List<DatedPrices>>> models = new LinkedHashMap<>();
        private final List<DatedPrices> custom = new ArrayList<>();
        private String currency = "USD";

        private Builder(String version) {
            this.version = requireNonNull(version, "version");
        }

        /** The ISO 4217 code of all prices of the list. */
        public Builder currency(String code) {
            if (!requireNonNull(code, "code").matches("[A-Z]{3}")) {
                throw new IllegalArgumentException("'" + code + "' is no ISO 4217 code, such as USD");
            }
            this.currency = code;
            return this;
        }

        /**
         * What a million of each unit costs with a model, whenever it was asked.
         *
         * @param provider as in {@code docs/prices.md}: {@code openai}, {@code aws}, ..., or {@code *} for any
         * @param model its name, as the provider answers with it
         * @param perMillion prices by the name of the unit, such as {@code input_tokens}
         */
        public Builder model(String provider, String model, Map<String, BigDecimal> perMillion) {
            return model(provider, model, null, perMillion);
        }

        /**
         * As {@link #model(String, String, Map)}, from a day on. Of several prices of a model the last that holds
         * counts.
         *
         * @param from the first day, in UTC; null if they always held
         */
        public Builder model(
                String provider, String model, @Nullable LocalDate from, Map<String, BigDecimal> perMillion) {
            models.computeIfAbsent(requireNonNull(provider, "provider"), unused -> new LinkedHashMap<>())
                    .computeIfAbsent(requireNonNull(model, "model"), unused -> new ArrayList<>())
                    .add(dated(from, perMillion, MILLION));
            return this;
        }

        /** What one of a unit costs that {@code Tallyspan.record} records. */
        public Builder custom(String unit, BigDecimal each) {
            return custom(unit, null, each);
        }

        /**
         * As {@link #custom(String, BigDecimal)}, from a day on, in UTC. Of several prices the last that holds counts.
         */
        public Builder custom(String unit, @Nullable LocalDate from, BigDecimal each) {
            custom.add(dated(from, Map.of(requireNonNull(unit, "unit"), each), BigDecimal.ONE));
            return this;
        }

        private static DatedPrices dated(@Nullable LocalDate from, Map<String, BigDecimal> prices, BigDecimal per) {
            if (prices.isEmpty()) {
                throw new IllegalArgumentException("there is no price: give one by unit, such as input_tokens");
            }
            Map<String, UnitPrice> units = new LinkedHashMap<>();
            prices.forEach((unit, price) -> {
                if (price.signum() < 0) {
                    throw new IllegalArgumentException("the price of " + unit + " is negative: " + price);
                }
                units.put(unit, UnitPrice.of(price.divide(per)));
            });
            return new DatedPrices(from, null, null, units);
        }

        /** The list. */
        public PriceOverrides build() {
            List<ProviderPrices> providers = new ArrayList<>();
            models.forEach((provider, prices) -> providers.add(new ProviderPrices(
                    provider,
                    null,
                    null,
                    List.of(),
                    Map.of(),
                    prices.entrySet().stream()
                            .map(model ->
                                    new ModelPrices(model.getKey(), new Clause.Equal(model.getKey()), model.getValue()))
                            .toList())));
            return new PriceOverrides(new PriceList(
                    version, currency, Cost.Source.OVERRIDE, PriceList.byId(providers), List.of(), custom));
        }
    }
}
