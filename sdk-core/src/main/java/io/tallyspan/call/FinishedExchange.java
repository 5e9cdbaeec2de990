package io.tallyspan.call;

import io.opentelemetry.api.trace.SpanContext;
import io.tallyspan.attribution.Attribution;
import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.EventId;
import io.tallyspan.id.EventIds;
import io.tallyspan.price.Billable;
import io.tallyspan.price.Priced;
import io.tallyspan.price.Pricer;
import io.tallyspan.reader.Answer;
import io.tallyspan.reader.Endpoint;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageRecord;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that is known of an exchange when it has ended, and what is to be reported of it. */
record FinishedExchange(
        Endpoint endpoint,
        RequestTarget target,
        Caller caller,
        CallResolver.Place place,
        RequestReading request,
        @Nullable ResponseReading response,
        Answer answer,
        Ending ending,
        @Nullable Throwable error,
        long startEpochNanos,
        long endEpochNanos) {

    private static final Set<String> FINAL_STATUSES =
            Set.of("completed", "incomplete", "failed", "cancelled", "expired");

    void report(ObserverParts parts, CallResolver calls, Reporter reporter) {
        Verdict verdict = Verdict.of(endpoint, request.isSent(), status(), isStreamed(), ending, answer);
        calls.ended(place, verdict.outcome());
        Estimate estimate = request.estimate();
        Usage estimated = estimate == null ? null : estimate.usage(endpoint, verdict, parts.guard());
        if (estimated == null) {
            report(verdict, parts, reporter);
        } else {
            with(answer.toBuilder().usage(estimated, false).build()).report(verdict.estimated(), parts, reporter);
        }
    }

    private FinishedExchange with(Answer other) {
        return new FinishedExchange(
                endpoint,
                target,
                caller,
                place,
                request,
                response,
                other,
                ending,
                error,
                startEpochNanos,
                endEpochNanos);
    }

    private void report(Verdict verdict, ObserverParts parts, Reporter reporter) {
        if (endpoint.kind() == Endpoint.Kind.FETCH) {
            reportFetch(verdict, parts, reporter);
            return;
        }
        Attribution attribution = place.call().origin().attribution();
        if (isGood() && Verdict.isUnfinished(answer) && answer.responseId() != null) {
            parts.submitters().submitted(answer.responseId(), attribution);
        }
        EventId eventId = verdict.billed()
                ? parts.eventIds()
                        .choose(
                                endpoint.dialect(),
                                answer.responseId(),
                                target.headers(),
                                response == null ? Headers.none() : response.headers(),
                                place.attempt().callId(),
                                place.attempt().number())
                : null;
        reporter.report(record(eventId, verdict, attribution, parts));
    }

    /**
     * Reading a stored response again bills nothing, unless it was made in the background: then its end is first seen
     * here, and belongs to whoever submitted it.
     */
    private void reportFetch(Verdict verdict, ObserverParts parts, Reporter reporter) {
        String strongId = parts.idTable().strongId(endpoint.dialect(), endpoint.storedResponseId(), target.headers());
        if (!isGood() || strongId == null || answer.usage().isEmpty()) {
            return;
        }
        EventId eventId = new EventId(EventIds.response(strongId), 1);
        if (!answer.background() || !isFinalStatus()) {
            reporter.reread(eventId);
            return;
        }
        Attribution fetcher = place.call().origin().attribution();
        parts.submitters()
                .submitter(strongId)
                .thenAccept(submitter -> parts.guard()
                        .run(
                                "exchange end",
                                () -> reporter.report(record(eventId, verdict, submitter.orElse(fetcher), parts))));
    }

    private UsageRecord record(
            @Nullable EventId eventId, Verdict verdict, Attribution attribution, ObserverParts parts) {
        SpanContext parent = caller.span();
        SpanContext span = parts.spanIn(parent);
        Priced priced = eventId == null ? new Priced(null, answer.lines(), false) : price(verdict, parts);
        return new UsageRecord(
                eventId,
                place.attempt(),
                attribution,
                exchange(),
                verdict.outcome(),
                verdict.quality(),
                answer.usage(),
                priced.lines(),
                priced.cost(),
                span,
                parent,
                startEpochNanos,
                endEpochNanos,
                caller.coveredByGenAiSpan());
    }

    private Priced price(Verdict verdict, ObserverParts parts) {
        Billable billable = new Billable(
                endpoint.dialect(),
                target.host(),
                endpoint.operation(),
                requestModel(),
                answer.responseModel(),
                answer.serviceTier(),
                answer.priceDimensions(),
                answer.usage(),
                answer.lines(),
                verdict.quality(),
                answer.charge(),
                startEpochNanos);
        Priced priced =
                parts.guard().ask("price", () -> parts.pricer().price(billable), () -> Pricer.NONE.price(billable));
        if (priced.unpriced()) {
            parts.unpriced().seen(billable);
        }
        return priced;
    }

    private @Nullable String requestModel() {
        String model = request.facts().model();
        return model == null ? endpoint.requestModel() : model;
    }

    private UsageRecord.Exchange exchange() {
        return new UsageRecord.Exchange(
                endpoint.operation(),
                endpoint.dialect(),
                requestModel(),
                answer.responseModel(),
                answer.responseId(),
                answer.serviceTier(),
                answer.priceDimensions(),
                target.host(),
                target.port(),
                status(),
                errorType());
    }

    private @Nullable String errorType() {
        if (answer.errorType() != null) {
            return answer.errorType();
        }
        if (error != null) {
            return error.getClass().getName();
        }
        return response != null && !isGood() ? Integer.toString(status()) : null;
    }

    private int status() {
        return response == null ? 0 : response.status();
    }

    private boolean isGood() {
        return status() >= 200 && status() <= 299;
    }

    private boolean isFinalStatus() {
        return answer.responseStatus() != null && FINAL_STATUSES.contains(answer.responseStatus());
    }

    private boolean isStreamed() {
        return request.facts().stream() || (response != null && response.isEventStream());
    }
}
