package io.tallyspan.bridge.explain;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.context.Context;
import io.tallyspan.attribution.Attribution;
import io.tallyspan.attribution.AttributionSettings;
import io.tallyspan.attribution.Attributor;
import io.tallyspan.call.ExchangeObserver;
import io.tallyspan.call.ObservedExchange;
import io.tallyspan.call.ObserverParts;
import io.tallyspan.call.StreamUsage;
import io.tallyspan.call.SubmitterStore;
import io.tallyspan.call.UnpricedModels;
import io.tallyspan.call.UnreadEncodings;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.http.UrlParts;
import io.tallyspan.id.Dialect;
import io.tallyspan.id.EventIdRules;
import io.tallyspan.id.IdTable;
import io.tallyspan.price.Billable;
import io.tallyspan.price.Priced;
import io.tallyspan.price.Pricer;
import io.tallyspan.reader.Endpoint;
import io.tallyspan.reader.Recognition;
import io.tallyspan.reader.WireFormats;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import io.tallyspan.runtime.IdSource;
import io.tallyspan.runtime.TimeSource;
import io.tallyspan.usage.UsageRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Shows exchanges to an observer of the SDK, one after the other, and says what came of each. The observer is the real
 * one, but stands alone: it reads no configuration, keeps no file and sends nothing. For one archive and one thread.
 */
final class Explainer implements AutoCloseable {

    private final Clock clock = new Clock();
    private final List<UsageRecord> reported = new ArrayList<>();
    private final Map<String, Integer> entriesByEvent = new HashMap<>();
    private final IdTable idTable = IdTable.standard();
    private final WireFormats formats;
    private final ExchangeObserver observer;
    private @Nullable Billable unpriced;
    private @Nullable Throwable guarded;

    /**
     * Explains by these prices.
     *
     * @param hosts dialects of hosts that are not well known
     * @param endpoints endpoints of paths of the user's own
     */
    Explainer(Pricer pricer, Map<String, Dialect> hosts, Map<String, String> endpoints) {
        Counters counters = new Counters();
        formats = new WireFormats(hosts, endpoints, List.of());
        observer = new ExchangeObserver(
                new ObserverParts(
                        true,
                        new Guard(counters, error -> guarded = error),
                        counters,
                        clock,
                        IdSource.random(),
                        new Attributor(new AttributionSettings(null, null, false), IdSource.random(), counters),
                        formats,
                        idTable,
                        new EventIdRules(idTable),
                        new NoSubmitters(),
                        (context, dialect, operation) -> false,
                        billable -> priced(pricer, billable),
                        new UnpricedModels(counters, warning -> {}),
                        new UnreadEncodings(counters, warning -> {}),
                        reported::add,
                        List.of(),
                        null,
                        true,
                        Duration.ofMinutes(2),
                        Duration.ofDays(1)),
                (target, context) -> null);
    }

    private Priced priced(Pricer pricer, Billable billable) {
        Priced priced = pricer.price(billable);
        unpriced = priced.unpriced() ? billable : null;
        return priced;
    }

    /** What the exchange is, and what would be exported of it. */
    Explanation explain(HarEntry entry) {
        RequestTarget target;
        try {
            target = UrlParts.of(entry.url()).target(entry.method(), entry.requestHeaders());
        } catch (IllegalArgumentException e) {
            return new Explanation(
                    entry.index(),
                    Explanation.Result.BROKEN,
                    entry.method(),
                    null,
                    null,
                    entry.status(),
                    null,
                    entry.error(),
                    List.of("the entry has no request.url that is an absolute URL"));
        }
        Recognition recognition = formats.recognise(target);
        if (recognition instanceof Recognition.Unsupported unsupported) {
            return of(entry, target, Explanation.Result.UNSUPPORTED, null, List.of(Notes.unsupported(unsupported)));
        }
        if (!(recognition instanceof Recognition.ModelCall call)) {
            return foreign(entry, target);
        }
        reported.clear();
        unpriced = null;
        guarded = null;
        Notes notes = new Notes(entry, target, call.endpoint(), idTable);
        replay(entry, target, notes);
        if (guarded != null) {
            notes.failed(guarded);
        }
        if (!reported.isEmpty()) {
            UsageRecord record = reported.get(0);
            remember(entry, record, notes);
            return of(entry, target, Explanation.Result.MODEL_CALL, record, notes.of(record, unpriced));
        }
        if (call.endpoint().provisional() && !notes.namesModel()) {
            return foreign(entry, target);
        }
        boolean fetch = call.endpoint().kind() == Endpoint.Kind.FETCH;
        return of(
                entry,
                target,
                Explanation.Result.NOT_COUNTED,
                null,
                List.of(fetch ? Notes.FETCH : Notes.replay(notes.earlier(entriesByEvent))));
    }

    private void replay(HarEntry entry, RequestTarget target, Notes notes) {
        clock.nanos = entry.startEpochNanos();
        ObservedExchange exchange = observer.begin(target, Context.root());
        if (exchange == null) {
            return;
        }
        byte[] body = entry.requestBody();
        exchange.requestBodyStart();
        if (body != null) {
            exchange.requestBody(body, 0, body.length);
        }
        if (entry.sent()) {
            exchange.requestBodyEnd();
        }
        StreamUsage usage = exchange.streamUsage();
        notes.asksForNoUsage(usage != null && body != null && usage.ask(body) != null);
        clock.nanos += entry.durationNanos();
        if (entry.status() == 0) {
            exchange.failed(new NoResponse());
            return;
        }
        exchange.responseHeaders(entry.status(), entry.responseHeaders());
        byte[] answer = entry.responseBody();
        if (answer != null) {
            exchange.responseBody(answer, 0, answer.length);
        }
        if (entry.error() == null) {
            exchange.responseEnd();
        } else {
            exchange.failed(new NoResponse());
        }
    }

    private void remember(HarEntry entry, UsageRecord record, Notes notes) {
        if (record.eventId() != null && record.eventId().rule() != 3) {
            Integer earlier = entriesByEvent.putIfAbsent(record.eventId().value(), entry.index());
            if (earlier != null) {
                notes.sameEventAs(earlier);
            }
        }
    }

    private static Explanation foreign(HarEntry entry, RequestTarget target) {
        return of(entry, target, Explanation.Result.NO_MODEL_CALL, null, Notes.foreign(entry));
    }

    private static Explanation of(
            HarEntry entry,
            RequestTarget target,
            Explanation.Result result,
            @Nullable UsageRecord record,
            List<String> notes) {
        return new Explanation(
                entry.index(),
                result,
                entry.method(),
                target.host(),
                result == Explanation.Result.NO_MODEL_CALL ? null : target.path(),
                entry.status(),
                record,
                entry.error(),
                notes);
    }

    @Override
    public void close() {
        observer.close();
    }

    /** What the archive calls an error; its class is told apart from the application's. */
    private static final class NoResponse extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** The archive's time. */
    private static final class Clock implements TimeSource {

        private long nanos;

        @Override
        public long epochNanos() {
            return nanos;
        }

        @Override
        public long nanoTime() {
            return nanos;
        }
    }

    /** Who submitted a background response is not in an archive. */
    private static final class NoSubmitters implements SubmitterStore {

        @Override
        public void submitted(String responseId, Attribution submitter) {
            requireNonNull(submitter, "submitter");
        }

        @Override
        public CompletionStage<Optional<Attribution>> submitter(String responseId) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }
}
