package io.tallyspan.bridge.ledger;

import io.tallyspan.bridge.ledger.Entry.Cost;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Unit;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which column of table {@code usage} holds what of an {@link Entry}: the one list behind inserting and replacing. */
final class UsageColumns {

    @FunctionalInterface
    private interface Question<T> {
        @Nullable
        Object ask(T of);
    }

    private record Column(String name, Question<Entry> value) {}

    private static final List<Column> COLUMNS = columns();

    private UsageColumns() {}

    /** Inserts an entry unless its key is there; parameters: the entry's columns, resource, time of receipt. */
    static String insert() {
        String names = COLUMNS.stream().map(Column::name).collect(Collectors.joining(", "));
        return "INSERT INTO usage (" + names + ", resource, received_millis) VALUES (" + "?, ".repeat(COLUMNS.size())
                + "?, ?) ON CONFLICT (key) DO NOTHING";
    }

    /** Replaces everything of a row but its number, its time of receipt and what was counted on it; last: the row. */
    static String replace() {
        String names = COLUMNS.stream().map(column -> column.name() + " = ?").collect(Collectors.joining(", "));
        return "UPDATE usage SET " + names + ", resource = ?, duplicates = duplicates + ? WHERE id = ?";
    }

    /** Sets the parameters of the entry's columns and gives the number of the next one. */
    static int bind(PreparedStatement statement, Entry entry) throws SQLException {
        int index = 1;
        for (Column column : COLUMNS) {
            statement.setObject(index++, column.value().ask(entry));
        }
        return index;
    }

    private static List<Column> columns() {
        List<Column> columns = new ArrayList<>(List.of(
                new Column("key", Entry::key),
                new Column("event_id", e -> e.identity().eventId()),
                new Column("event_rule", e -> e.identity().eventRule()),
                new Column("call_id", e -> e.identity().callId()),
                new Column("call_attempt", e -> e.identity().attempt()),
                new Column("attempt_source", e -> e.identity().attemptSource()),
                new Column("trace_id", e -> e.span().traceId()),
                new Column("span_id", e -> e.span().spanId()),
                new Column("parent_span_id", e -> e.span().parentSpanId()),
                new Column("start_nanos", e -> e.span().startNanos()),
                new Column("end_nanos", e -> e.span().endNanos()),
                new Column("run", e -> e.spender().run()),
                new Column("execution", e -> e.spender().execution()),
                new Column("customer", e -> e.spender().customer()),
                new Column("feature", e -> e.spender().feature()),
                new Column("step", e -> e.spender().step()),
                new Column("step_path", e -> e.spender().stepPath()),
                new Column("end_user", e -> e.spender().user()),
                new Column("environment", e -> e.spender().environment()),
                new Column("service", e -> e.spender().service()),
                new Column("agent", e -> e.spender().agent()),
                new Column("conversation", e -> e.spender().conversation()),
                new Column("operation", e -> e.exchange().operation()),
                new Column("dialect", e -> e.exchange().dialect()),
                new Column("provider", e -> e.exchange().provider()),
                new Column("request_model", e -> e.exchange().requestModel()),
                new Column("response_model", e -> e.exchange().responseModel()),
                new Column("response_id", e -> e.exchange().responseId()),
                new Column("tier", e -> e.exchange().tier()),
                new Column("server", e -> e.exchange().server()),
                new Column("status", e -> e.exchange().status()),
                new Column("error_type", e -> e.exchange().errorType()),
                new Column("outcome", UsageColumns::outcome),
                new Column("quality", e -> e.billing().quality().wireName()),
                new Column("billing", e -> e.billing().digest())));
        for (Unit unit : Unit.values()) {
            columns.add(new Column(unit.unitName(), e -> count(e, unit)));
        }
        columns.addAll(List.of(
                new Column("other_units", e -> e.billing().otherUnits()),
                new Column("lines", e -> e.billing().lines()),
                new Column("cost", e -> ofCost(e, cost -> plain(cost.amount()))),
                new Column("currency", e -> ofCost(e, Cost::currency)),
                new Column("cost_source", e -> ofCost(e, Cost::source)),
                new Column("price_version", e -> ofCost(e, Cost::priceVersion)),
                new Column("cost_lower_bound", e -> ofCost(e, cost -> cost.lowerBound() ? 1 : 0)),
                new Column("catalog_cost", e -> ofCost(e, cost -> plain(cost.catalogAmount()))),
                new Column("attributes", Entry::attributes)));
        return List.copyOf(columns);
    }

    private static @Nullable Object count(Entry entry, Unit unit) {
        if (unit.isFractional()) {
            return entry.billing().usage().getFraction(unit);
        }
        return entry.billing().usage().get(unit);
    }

    private static @Nullable String outcome(Entry entry) {
        Outcome outcome = entry.exchange().outcome();
        return outcome == null ? null : outcome.wireName();
    }

    private static @Nullable Object ofCost(Entry entry, Question<Cost> question) {
        return entry.cost() == null ? null : question.ask(entry.cost());
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }
}
