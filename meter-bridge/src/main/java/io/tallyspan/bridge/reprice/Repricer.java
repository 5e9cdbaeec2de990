package io.tallyspan.bridge.reprice;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tallyspan.bridge.ledger.CostUpdate;
import io.tallyspan.bridge.ledger.Entry;
import io.tallyspan.bridge.ledger.PricedRow;
import io.tallyspan.bridge.otlp.BrokenRecord;
import io.tallyspan.bridge.otlp.LinesReader;
import io.tallyspan.export.BillingLinesJson;
import io.tallyspan.id.Dialect;
import io.tallyspan.price.Billable;
import io.tallyspan.price.Priced;
import io.tallyspan.price.Pricer;
import io.tallyspan.usage.Cost;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.StatedCharge;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageLine;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says what rows of the ledger cost by today's prices, as of the time of their request. What a provider stated stays;
 * only the list's figure beside it is computed again. Counts as it goes. For one thread.
 */
public final class Repricer {

    private static final String TOOL = "server_tool.";
    private static final String DIMENSION = "tallyspan.price.";

    private final Pricer pricer;
    private final JsonFactory json = new JsonFactory();
    private final LinesReader linesReader = new LinesReader(json);
    private final SortedMap<String, BigDecimal> before = new TreeMap<>();
    private final SortedMap<String, BigDecimal> after = new TreeMap<>();
    private long looked;
    private long changed;
    private long unpriced;
    private long passedOver;

    /** Prices with {@code pricer}. */
    public Repricer(Pricer pricer) {
        this.pricer = requireNonNull(pricer, "pricer");
    }

    /** The row's new cost; null if it stays as it is. */
    public @Nullable CostUpdate price(PricedRow row) {
        looked++;
        Entry.@Nullable Cost old = row.cost();
        add(before, old);
        @Nullable Priced priced;
        try {
            priced = priced(row);
        } catch (IOException | BrokenRecord | IllegalArgumentException e) {
            priced = null; // stored by a release that knew more
        }
        if (priced == null) {
            passedOver++;
            add(after, old);
            return null;
        }
        unpriced += priced.unpriced() ? 1 : 0;
        Entry.@Nullable Cost cost = of(priced.cost());
        add(after, cost);
        String lines = row.lines() == null ? null : BillingLinesJson.of(priced.lines());
        if (Objects.equals(comparable(old), comparable(cost))) {
            return null;
        }
        changed++;
        return new CostUpdate(cost, lines);
    }

    private @Nullable Priced priced(PricedRow row) throws IOException, BrokenRecord {
        if (row.operation() == null) {
            return custom(row);
        }
        Billable billable = billable(row);
        return billable == null ? null : pricer.price(billable);
    }

    /** What was spent beside model calls; null if nothing was. */
    private @Nullable Priced custom(PricedRow row) throws IOException {
        Map<String, BigDecimal> quantities = new TreeMap<>();
        texts(row.otherUnits(), Usage.CUSTOM)
                .forEach((unit, quantity) -> quantities.put(unit, new BigDecimal(quantity)));
        if (quantities.isEmpty()) {
            return null;
        }
        Cost cost = pricer.priceCustom(quantities, row.startNanos());
        return new Priced(cost, List.of(), cost == null);
    }

    private @Nullable Billable billable(PricedRow row) throws IOException, BrokenRecord {
        Dialect dialect = row.dialect() == null ? null : Dialect.named(row.dialect());
        if (dialect == null || row.operation() == null) {
            return null;
        }
        Usage.Builder usage = row.usage().toBuilder();
        for (Map.Entry<String, String> other : texts(row.otherUnits(), TOOL).entrySet()) {
            usage.setServerTool(other.getKey(), new BigDecimal(other.getValue()).longValueExact());
        }
        List<UsageLine> lines = row.lines() == null ? List.of() : linesReader.read(row.lines());
        Entry.@Nullable Cost cost = row.cost();
        boolean stated = cost != null && Cost.Source.PROVIDER.wireName().equals(cost.source());
        return new Billable(
                dialect,
                row.server(),
                row.operation(),
                row.requestModel(),
                row.responseModel(),
                row.tier(),
                texts(row.attributes(), DIMENSION),
                usage.build(),
                lines,
                Quality.valueOf(row.quality().toUpperCase(Locale.ROOT)),
                cost != null && stated ? new StatedCharge(cost.amount(), cost.currency()) : null,
                row.startNanos());
    }

    /** The members of a JSON object whose names begin with {@code prefix}, without it, if they are texts. */
    private Map<String, String> texts(@Nullable String object, String prefix) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (object == null) {
            return texts;
        }
        try (JsonParser parser = json.createParser(object)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING && name.startsWith(prefix)) {
                    texts.put(name.substring(prefix.length()), parser.getText());
                }
                parser.skipChildren();
            }
        }
        return texts;
    }

    private static Entry.@Nullable Cost of(@Nullable Cost cost) {
        return cost == null
                ? null
                : new Entry.Cost(
                        cost.amount(),
                        cost.currency(),
                        cost.source().wireName(),
                        cost.priceVersion(),
                        cost.lowerBound(),
                        cost.catalogAmount());
    }

    /** With amounts that are equal if they are worth the same. */
    private static Entry.@Nullable Cost comparable(Entry.@Nullable Cost cost) {
        return cost == null
                ? null
                : new Entry.Cost(
                        cost.amount().stripTrailingZeros(),
                        cost.currency(),
                        cost.source(),
                        cost.priceVersion(),
                        cost.lowerBound(),
                        cost.catalogAmount() == null
                                ? null
                                : cost.catalogAmount().stripTrailingZeros());
    }

    private static void add(SortedMap<String, BigDecimal> sums, Entry.@Nullable Cost cost) {
        if (cost != null) {
            sums.merge(cost.currency(), cost.amount(), BigDecimal::add);
        }
    }

    /** How many events there were. */
    public long looked() {
        return looked;
    }

    /** How many of them cost something else now, or the same by another list. */
    public long changed() {
        return changed;
    }

    /** How many have no price now. */
    public long unpriced() {
        return unpriced;
    }

    /** How many were left alone because they are no model call, or say something that this release does not know. */
    public long passedOver() {
        return passedOver;
    }

    /** What all of them cost before, by currency. */
    public SortedMap<String, BigDecimal> before() {
        return before;
    }

    /** What all of them cost now, by currency. */
    public SortedMap<String, BigDecimal> after() {
        return after;
    }
}
