package io.tallyspan.bridge.ledger;

import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Passes the ledger's events by and writes what they cost from then on. A few hundred rows are one transaction, so that
 * a {@code serve} that writes at the same time waits for milliseconds, and whatever happens each row has its old cost
 * or its new one. For one use.
 */
public final class CostUpdater {

    private static final int ROWS = 500;

    private final Path dataDirectory;
    private final long from;
    private final long to;

    /**
     * An updater of the events whose attempt began then.
     *
     * @param from the first moment
     * @param to the moment after the last; null for none
     */
    public CostUpdater(Path dataDirectory, Instant from, @Nullable Instant to) {
        this.dataDirectory = dataDirectory;
        this.from = nanos(from);
        this.to = to == null ? Long.MAX_VALUE : nanos(to);
    }

    private static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    /**
     * Asks of each event what it costs; of null nothing changes.
     *
     * @throws SQLException if the ledger cannot be read or written; what was committed before stays
     */
    public void update(Function<PricedRow, @Nullable CostUpdate> pricing) throws SQLException {
        try (Connection connection = LedgerFile.openForWriting(dataDirectory, 0);
                PreparedStatement select = connection.prepareStatement(select());
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE usage SET cost = ?, currency = ?, cost_source = ?, price_version = ?,"
                                + " cost_lower_bound = ?, catalog_cost = ?, lines = ? WHERE id = ?")) {
            long last = 0;
            long next = updateSome(select, update, last, pricing);
            connection.commit();
            while (next > last) {
                last = next;
                next = updateSome(select, update, last, pricing);
                connection.commit();
            }
        }
    }

    private static String select() {
        String units = Arrays.stream(Unit.values()).map(Unit::unitName).collect(Collectors.joining(", "));
        return "SELECT id, start_nanos, operation, dialect, request_model, response_model, tier, server, quality,"
                + " other_units, lines, attributes, cost, currency, cost_source, price_version, cost_lower_bound,"
                + " catalog_cost, " + units
                + " FROM usage WHERE id > ? AND event_id IS NOT NULL AND start_nanos >= ? AND start_nanos < ?"
                + " ORDER BY id LIMIT " + ROWS;
    }

    /** The last row's number, or {@code after} if there was none. */
    private long updateSome(
            PreparedStatement select,
            PreparedStatement update,
            long after,
            Function<PricedRow, @Nullable CostUpdate> pricing)
            throws SQLException {
        select.setLong(1, after);
        select.setLong(2, from);
        select.setLong(3, to);
        long last = after;
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                last = row.getLong("id");
                CostUpdate changed = pricing.apply(read(row));
                if (changed != null) {
                    bind(update, changed, last);
                    update.addBatch();
                }
            }
        }
        update.executeBatch();
        return last;
    }

    private static void bind(PreparedStatement update, CostUpdate changed, long id) throws SQLException {
        Entry.Cost cost = changed.cost();
        update.setString(1, cost == null ? null : cost.amount().toPlainString());
        update.setString(2, cost == null ? null : cost.currency());
        update.setString(3, cost == null ? null : cost.source());
        update.setString(4, cost == null ? null : cost.priceVersion());
        update.setObject(5, cost == null ? null : cost.lowerBound() ? 1 : 0);
        BigDecimal catalog = cost == null ? null : cost.catalogAmount();
        update.setString(6, catalog == null ? null : catalog.toPlainString());
        update.setString(7, changed.lines());
        update.setLong(8, id);
    }

    private static PricedRow read(ResultSet row) throws SQLException {
        return new PricedRow(
                row.getLong("start_nanos"),
                row.getString("operation"),
                row.getString("dialect"),
                row.getString("request_model"),
                row.getString("response_model"),
                row.getString("tier"),
                row.getString("server"),
                row.getString("quality"),
                usage(row),
                row.getString("other_units"),
                row.getString("lines"),
                row.getString("attributes"),
                cost(row));
    }

    private static Usage usage(ResultSet row) throws SQLException {
        Usage.Builder usage = Usage.builder();
        for (Unit unit : Unit.values()) {
            if (row.getObject(unit.unitName()) == null) {
                continue;
            }
            if (unit.isFractional()) {
                usage.setFraction(unit, row.getDouble(unit.unitName()));
            } else {
                usage.set(unit, row.getLong(unit.unitName()));
            }
        }
        return usage.build();
    }

    private static Entry.@Nullable Cost cost(ResultSet row) throws SQLException {
        String amount = row.getString("cost");
        if (amount == null) {
            return null;
        }
        String catalog = row.getString("catalog_cost");
        return new Entry.Cost(
                new BigDecimal(amount),
                row.getString("currency"),
                row.getString("cost_source"),
                row.getString("price_version"),
                row.getInt("cost_lower_bound") != 0,
                catalog == null ? null : new BigDecimal(catalog));
    }
}
