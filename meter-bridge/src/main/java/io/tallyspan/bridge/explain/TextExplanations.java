package io.tallyspan.bridge.explain;

import io.tallyspan.id.EventId;
import io.tallyspan.usage.Cost;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageLine;
import io.tallyspan.usage.UsageRecord;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A paragraph for each exchange that is a model call or looks like one; the others are only counted. */
final class TextExplanations implements ExplanationWriter {

    private final PrintStream out;
    private final Map<Explanation.Result, Integer> results = new TreeMap<>();
    private int events;

    TextExplanations(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(Explanation explanation) {
        results.merge(explanation.result(), 1, Integer::sum);
        if (explanation.result() == Explanation.Result.NO_MODEL_CALL
                && explanation.notes().isEmpty()) {
            return;
        }
        out.printf(
                "#%d %s %s%s %s%n",
                explanation.index(),
                Texts.printable(explanation.method()),
                Texts.printable(explanation.host() == null ? "?" : explanation.host()),
                Texts.printable(explanation.path() == null ? "" : explanation.path()),
                explanation.status() == 0 ? "no response" : explanation.status());
        UsageRecord record = explanation.record();
        if (record == null) {
            line("is", explanation.result().wireName().replace('_', ' '));
        } else {
            record(explanation, record);
        }
        explanation.notes().forEach(note -> line("note", note));
        out.println();
    }

    private void record(Explanation explanation, UsageRecord record) {
        UsageRecord.Exchange exchange = record.exchange();
        StringJoiner call = new StringJoiner(", ");
        if (exchange.dialect() != null) {
            call.add(exchange.dialect().wireName());
        }
        call.add(String.valueOf(exchange.operation()));
        call.add("model " + models(exchange));
        if (exchange.serviceTier() != null) {
            call.add("tier " + exchange.serviceTier());
        }
        new TreeMap<>(exchange.priceDimensions()).forEach((name, value) -> call.add(name + " " + value));
        if (record.attempt().number() > 1) {
            call.add("attempt " + record.attempt().number() + " of a call, "
                    + record.attempt().source().wireName());
        }
        line("call", call.toString());
        String error = Texts.error(explanation, record);
        line("outcome", record.outcome().wireName() + (error == null ? "" : ", " + error));
        EventId eventId = record.eventId();
        if (eventId != null) {
            events++;
            line("event", event(eventId, exchange.responseId()));
            line("usage", record.quality().wireName() + usage(record.usage()));
        }
        for (UsageLine part : record.lines()) {
            line(
                    "line " + part.line(),
                    part.type()
                            + (part.model() == null ? "" : " " + part.model())
                            + usage(part.usage())
                            + (part.cost() == null
                                    ? ""
                                    : ", cost " + part.cost().toPlainString()));
        }
        if (record.cost() != null) {
            line("cost", cost(record.cost()));
        }
    }

    private static String models(UsageRecord.Exchange exchange) {
        String asked = exchange.requestModel() == null ? "?" : exchange.requestModel();
        String answered = exchange.responseModel();
        return answered == null || answered.equals(asked) ? asked : asked + ", answered by " + answered;
    }

    private static String event(EventId eventId, @Nullable String responseId) {
        return switch (eventId.rule()) {
            case 1 -> eventId.value() + ", rule 1" + (responseId == null ? "" : ", of response " + responseId);
            case 2 -> eventId.value() + ", rule 2, of the provider's request id";
            default -> "rule 3, another for each execution";
        };
    }

    private static String usage(Usage usage) {
        List<String> counts = new ArrayList<>();
        usage.forEachCount((unit, count) -> counts.add(unit + " " + count));
        for (Unit unit : Unit.values()) {
            Double fraction = unit.isFractional() ? usage.getFraction(unit) : null;
            if (fraction != null) {
                counts.add(unit.unitName() + " " + fraction);
            }
        }
        return counts.isEmpty() ? "" : ": " + String.join(", ", counts);
    }

    private static String cost(Cost cost) {
        return (cost.lowerBound() ? "at least " : "")
                + cost.amount().toPlainString()
                + " "
                + cost.currency()
                + ", "
                + cost.source().wireName()
                + (cost.priceVersion() == null ? "" : " " + cost.priceVersion())
                + (cost.catalogAmount() == null
                        ? ""
                        : ", by the price list " + cost.catalogAmount().toPlainString());
    }

    private void line(String name, String text) {
        out.printf("    %-8s %s%n", name, Texts.printable(text));
    }

    @Override
    public void end() {
        StringJoiner summary = new StringJoiner(", ");
        int all = results.values().stream().mapToInt(Integer::intValue).sum();
        results.forEach(
                (result, count) -> summary.add(count + " " + result.wireName().replace('_', ' ')));
        out.println(all + " exchanges: " + (all == 0 ? "none" : summary) + "; " + events + " events to bill");
    }
}
