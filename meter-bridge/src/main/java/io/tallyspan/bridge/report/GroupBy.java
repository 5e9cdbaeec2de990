package io.tallyspan.bridge.report;

import io.tallyspan.usage.Unit;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Puts a query into SQL. Everything is read in one transaction, so that the figures belong together. */
final class GroupBy {

    /**
     * Whether a row states a quantity, in whichever unit; what states none has nothing that a price could be missing
     * for.
     */
    private static final String STATED = Arrays.stream(Unit.values())
            .map(Unit::unitName)
            .collect(Collectors.joining(", ", "coalesce(", ", other_units) IS NOT NULL"));

    private static final String COUNTS = "count(event_id), count(*), count(DISTINCT call_id), sum(duplicates),"
            + " sum(conflicts), count(event_id) FILTER (WHERE cost IS NULL AND " + STATED + "),"
            + " count(event_id) FILTER (WHERE cost IS NULL AND NOT (" + STATED + ")),"
            + " decimal_sum(cost) FILTER (WHERE cost IS NOT NULL), max(currency)";
    private static final int COUNT_COLUMNS = 9;
    private static final long NANOS = 1_000_000_000L;

    private final Connection connection;
    private final ReportQuery query;
    private final List<Dimension> by;

    GroupBy(Connection connection, ReportQuery query) {
        this.connection = connection;
        this.query = query;
        this.by = Dimension.named(query.by());
    }

    Report report() throws SQLException {
        DecimalSum.register(connection);
        String source = source();
        Map<List<@Nullable String>, Map<String, BigDecimal>> others = otherUnits(source);
        List<ReportRow> rows = new ArrayList<>();
        String units = Arrays.stream(Unit.values()).map(GroupBy::sum).collect(Collectors.joining(", "));
        try (PreparedStatement statement = prepare("SELECT " + keys() + ", " + COUNTS + ", " + units + " FROM ("
                        + source + ") GROUP BY " + keys() + " ORDER BY " + keys());
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(row(result, others));
            }
        }
        return new Report(by.stream().map(Dimension::name).toList(), rows, deadLetters());
    }

    /**
     * The rows asked for, with their dimensions as d0, d1, ... and, as k, what splits a group by currency. What has no
     * cost belongs to the group's one currency; only where a group has several is it a row of its own.
     */
    private String source() throws SQLException {
        List<String> filters = new ArrayList<>(List.of("1"));
        if (query.run() != null) {
            filters.add("run = ?1");
        }
        if (query.from() != null) {
            filters.add("start_nanos >= ?2");
        }
        if (query.to() != null) {
            filters.add("start_nanos < ?3");
        }
        String dimensions = IntStream.range(0, by.size())
                .mapToObj(i -> by.get(i).sql() + " AS d" + i)
                .collect(Collectors.joining(", "));
        String filtered = "SELECT *, " + dimensions + " FROM usage WHERE " + String.join(" AND ", filters);
        boolean severalCurrencies;
        try (PreparedStatement statement = prepare("SELECT count(DISTINCT currency) FROM (" + filtered + ")");
                ResultSet result = statement.executeQuery()) {
            severalCurrencies = result.next() && result.getInt(1) > 1;
        }
        if (!severalCurrencies) {
            return "SELECT *, NULL AS k FROM (" + filtered + ")";
        }
        String window = IntStream.range(0, by.size()).mapToObj(i -> "d" + i).collect(Collectors.joining(", "));
        return "SELECT *, CASE WHEN min(currency) OVER w = max(currency) OVER w THEN NULL ELSE currency END AS k FROM ("
                + filtered + ") WINDOW w AS (PARTITION BY " + window + ")";
    }

    private String keys() {
        return IntStream.range(0, by.size()).mapToObj(i -> "d" + i).collect(Collectors.joining(", ", "", ", k"));
    }

    private static String sum(Unit unit) {
        String column = unit.unitName();
        return unit.isFractional()
                ? "decimal_sum(" + column + ") FILTER (WHERE " + column + " IS NOT NULL), count(" + column + ")"
                : "sum(" + column + "), count(" + column + ")";
    }

    private ReportRow row(ResultSet result, Map<List<@Nullable String>, Map<String, BigDecimal>> others)
            throws SQLException {
        Map<String, @Nullable String> dimensions = new LinkedHashMap<>();
        for (int i = 0; i < by.size(); i++) {
            dimensions.put(by.get(i).name(), result.getString(i + 1));
        }
        int counts = by.size() + 2;
        Map<String, BigDecimal> units = new LinkedHashMap<>();
        int column = counts + COUNT_COLUMNS;
        for (Unit unit : Unit.values()) {
            if (result.getLong(column + 1) > 0) {
                units.put(unit.unitName(), new BigDecimal(result.getString(column)));
            }
            column += 2;
        }
        units.putAll(others.getOrDefault(key(result), Map.of()));
        String currency = result.getString(counts + 8);
        return new ReportRow(
                dimensions,
                result.getLong(counts),
                result.getLong(counts + 1),
                result.getLong(counts + 2),
                result.getLong(counts + 3),
                result.getLong(counts + 4),
                result.getLong(counts + 5),
                result.getLong(counts + 6),
                units,
                currency == null ? null : new BigDecimal(result.getString(counts + 7)),
                currency);
    }

    private List<@Nullable String> key(ResultSet result) throws SQLException {
        List<@Nullable String> key = new ArrayList<>();
        for (int i = 1; i <= by.size() + 1; i++) {
            key.add(result.getString(i));
        }
        return key;
    }

    /** Server tools and other units without a column, by group and name. */
    private Map<List<@Nullable String>, Map<String, BigDecimal>> otherUnits(String source) throws SQLException {
        Map<List<@Nullable String>, Map<String, BigDecimal>> sums = new LinkedHashMap<>();
        try (PreparedStatement statement = prepare("SELECT " + keys() + ", u.key, decimal_sum(u.value) FROM (" + source
                        + ") AS s, json_each(s.other_units) AS u WHERE s.other_units IS NOT NULL GROUP BY " + keys()
                        + ", u.key");
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                sums.computeIfAbsent(key(result), unused -> new TreeMap<>())
                        .put(result.getString(by.size() + 2), new BigDecimal(result.getString(by.size() + 3)));
            }
        }
        return sums;
    }

    private long deadLetters() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT count(*) FROM dead_letter");
                ResultSet result = statement.executeQuery()) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        if (query.run() != null) {
            statement.setString(1, query.run());
        }
        if (query.from() != null) {
            statement.setLong(2, nanos(query.from()));
        }
        if (query.to() != null) {
            statement.setLong(3, nanos(query.to()));
        }
        return statement;
    }

    private static long nanos(Instant instant) {
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
        } catch (ArithmeticException e) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
