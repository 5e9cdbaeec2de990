package io.tallyspan.price;

import io.tallyspan.usage.Cost;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What models cost, by the shipped list, what supplements it, and lists of the user's own, which win. Exact decimal
 * arithmetic throughout. Immutable and safe for use by several threads.
 *
 * <p>A model that no list knows has no price, and neither has one that was served in a way (tier, speed) whose price is
 * not known: nothing is guessed, and unpriced is never 0.
 */
public final class PriceBook implements Pricer {

    private static final String CATALOG = "catalog.json";
    private static final String OVERLAY = "overlay.json";

    private final List<PriceList> lists;
    private final Map<String, ProviderPrices> catalog;
    private final ModelSearch search;
    private final Factors factors;

    private PriceBook(List<PriceList> lists, Map<String, ProviderPrices> catalog) {
        this.lists = List.copyOf(lists);
        this.catalog = catalog;
        this.search = new ModelSearch(this.lists, catalog);
        this.factors = new Factors(this.lists);
    }

    /** Loaded when first asked for. */
    private static final class Shipped {
        private static final PriceBook BOOK = load();

        private static PriceBook load() {
            PriceList catalog = resource(CATALOG);
            PriceList overlay = resource(OVERLAY);
            String version = catalog.version() + "+" + overlay.version();
            return new PriceBook(
                    List.of(versioned(overlay, version), versioned(catalog, version)), catalog.providers());
        }

        private static PriceList versioned(PriceList list, String version) {
            return new PriceList(
                    version, list.currency(), list.source(), list.providers(), list.adjustments(), list.custom());
        }

        private static PriceList resource(String name) {
            try (InputStream in = PriceBook.class.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalStateException("resource io/tallyspan/price/" + name + " is missing from the jar");
                }
                return PriceListReader.read(in, name, Cost.Source.CATALOG);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The shipped prices. */
    public static PriceBook shipped() {
        return Shipped.BOOK;
    }

    /**
     * This book with prices that win over its own.
     *
     * @param in a list in the format of {@code docs/prices.md}; not closed
     * @param name what the list is called in messages, such as its path
     * @throws PriceListException if it is no price list; the message names the place and what would be right
     */
    public PriceBook withOverrides(InputStream in, String name) {
        return withOverrides(PriceOverrides.read(in, name));
    }

    /** This book with prices that win over its own. */
    public PriceBook withOverrides(PriceOverrides overrides) {
        List<PriceList> all = new ArrayList<>();
        all.add(overrides.list());
        all.addAll(lists);
        return new PriceBook(all, catalog);
    }

    /** The version of the list that wins. */
    public String version() {
        return lists.get(0).version();
    }

    @Override
    public Priced price(Billable billable) {
        if (billable.usage().isEmpty()) {
            return Priced.stated(billable);
        }
        List<UsageLine> lines = billable.lines();
        PriceQuote quote = null;
        BigDecimal amount = null;
        boolean contradictory = false;
        if (lines.isEmpty()) {
            quote = quote(billable);
            amount = quote == null ? null : quote.amount();
        } else {
            List<UsageLine> pricedLines = new ArrayList<>();
            for (UsageLine line : lines) {
                PriceQuote part = quote(billable, line.usage(), line.model());
                pricedLines.add(line.withCost(part == null ? null : plain(part.amount())));
                contradictory |= part != null && part.contradictory();
                quote = quote == null ? part : quote;
            }
            lines = pricedLines;
            amount = sum(billable, lines);
        }
        if (quote != null) {
            contradictory |= quote.contradictory();
        }
        boolean lowerBound = contradictory || billable.quality() != Quality.REPORTED;
        if (billable.charge() != null) {
            boolean comparable =
                    quote != null && quote.currency().equals(billable.charge().currency());
            Cost cost = new Cost(
                    billable.charge().amount(),
                    billable.charge().currency(),
                    Cost.Source.PROVIDER,
                    null,
                    amount != null && comparable ? plain(amount) : null,
                    billable.quality() != Quality.REPORTED);
            return new Priced(cost, lines, false);
        }
        if (quote == null || amount == null) {
            return new Priced(null, lines, true);
        }
        Cost cost = new Cost(plain(amount), quote.currency(), quote.source(), quote.version(), null, lowerBound);
        return new Priced(cost, lines, false);
    }

    @Override
    public @Nullable Cost priceCustom(Map<String, BigDecimal> quantities, long epochNanos) {
        for (PriceList list : lists) {
            BigDecimal amount = customAmount(list, quantities, instant(epochNanos));
            if (amount != null) {
                return new Cost(plain(amount), list.currency(), list.source(), list.version(), null, false);
            }
        }
        return null;
    }

    private static @Nullable BigDecimal customAmount(PriceList list, Map<String, BigDecimal> quantities, Instant time) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<String, BigDecimal> quantity : quantities.entrySet()) {
            BigDecimal price = list.customPrice(quantity.getKey(), time);
            if (price == null) {
                return null;
            }
            sum = sum.add(price.multiply(quantity.getValue()));
        }
        return sum;
    }

    private static Instant instant(long epochNanos) {
        return Instant.ofEpochMilli(TimeUnit.NANOSECONDS.toMillis(epochNanos));
    }

    /** The lines and the tools beside them; null if a line has no price. */
    private @Nullable BigDecimal sum(Billable billable, List<UsageLine> lines) {
        BigDecimal sum = BigDecimal.ZERO;
        for (UsageLine line : lines) {
            if (line.cost() == null) {
                return null;
            }
            sum = sum.add(line.cost());
        }
        if (!billable.usage().serverTools().isEmpty()) {
            Usage.Builder tools = Usage.builder();
            billable.usage().serverTools().forEach(tools::setServerTool);
            PriceQuote fees = quote(billable, tools.build(), null);
            sum = fees == null ? sum : sum.add(fees.amount());
        }
        return sum;
    }

    private static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** How the lists price a response as a whole; null if they do not. The provider's own charge plays no part. */
    public @Nullable PriceQuote quote(Billable billable) {
        return quote(billable, billable.usage(), null);
    }

    private @Nullable PriceQuote quote(Billable billable, Usage usage, @Nullable String lineModel) {
        ModelSearch.Found found = search.find(billable, lineModel);
        return found == null ? null : computed(billable, usage, found);
    }

    private @Nullable PriceQuote computed(Billable billable, Usage usage, ModelSearch.Found found) {
        BigDecimal factor = factors.of(billable, found.provider(), found.model().id());
        if (factor == null) {
            return null;
        }
        Instant time = instant(billable.epochNanos());
        Map<String, UnitPrice> prices = new HashMap<>();
        for (PriceList each : lists) {
            ProviderPrices provider = each.providers().get(found.provider());
            if (provider != null) {
                provider.fees().forEach(prices::putIfAbsent);
            }
        }
        prices.putAll(found.model().at(time).prices());
        Buckets buckets = new Buckets(usage, prices, billable.dimensions(), factor);
        return buckets.isMissing()
                ? null
                : new PriceQuote(
                        found.provider(),
                        found.model().id(),
                        found.list().version(),
                        found.list().source(),
                        found.list().currency(),
                        factor,
                        buckets.items(),
                        buckets.isContradictory());
    }
}
