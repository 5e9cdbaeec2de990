package io.tallyspan.testing.provider;

import io.tallyspan.usage.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The provider's books, in two columns. <b>Observable</b>: answers whose final usage was delivered; a ledger must hold
 * them as {@code reported}, to the token. <b>Unobservable</b>: answers that are billed although their figures never
 * reached the client (timeouts, resets, streams cut or cancelled, streams without usage); a ledger holds one row for
 * each, of a quality below {@code reported}. An answer that is delivered again under an id known to the books is a
 * replay and costs nothing. Safe for use by several threads; every view is a copy.
 *
 * <p>Delivered means written to the connection. What a client cancels without having read it may be written already, so
 * a test that cancels holds the rest back with a {@link Gate}.
 */
public final class Books {

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long refused;
    private long replayed;

    Books() {}

    /** Everything billed, in the order of the first request for it. */
    public List<BilledAnswer> billed() {
        return select(answer -> true);
    }

    /** What a ledger must hold to the token. */
    public List<BilledAnswer> observable() {
        return select(BilledAnswer::observable);
    }

    /** What a ledger can only hold a row without final figures for. */
    public List<BilledAnswer> unobservable() {
        return select(answer -> !answer.observable());
    }

    /** The sum of the observable column. */
    public Usage observableTotal() {
        return sum(observable());
    }

    /** The sums of the observable column by model. */
    public Map<String, Usage> observableByModel() {
        return byModel(observable());
    }

    /** The sums of the unobservable column by model. */
    public Map<String, Usage> unobservableByModel() {
        return byModel(unobservable());
    }

    /** The billed answer of that response id, or null. */
    public synchronized @Nullable BilledAnswer byResponseId(String responseId) {
        Entry entry = entries.get(responseId);
        return entry == null ? null : entry.answer();
    }

    /** Requests answered with an error that is not billed. */
    public synchronized long refused() {
        return refused;
    }

    /** Answers delivered again, and billed no second time. */
    public synchronized long replayed() {
        return replayed;
    }

    synchronized void clear() {
        entries.clear();
        refused = 0;
        replayed = 0;
    }

    synchronized Entry bill(ReceivedRequest request, Completion completion) {
        String key = completion.id() == null ? completion.requestId() : completion.id();
        Entry known = entries.get(key);
        if (known != null) {
            replayed++;
            return known;
        }
        Entry entry = new Entry(request, completion);
        entries.put(key, entry);
        return entry;
    }

    synchronized void refuse() {
        refused++;
    }

    private synchronized List<BilledAnswer> select(Predicate<BilledAnswer> predicate) {
        return entries.values().stream().map(Entry::answer).filter(predicate).toList();
    }

    private static Map<String, Usage> byModel(List<BilledAnswer> answers) {
        Map<String, Usage.Builder> sums = new TreeMap<>();
        answers.forEach(answer ->
                sums.computeIfAbsent(answer.model(), unused -> Usage.builder()).add(answer.usage()));
        return copy(sums, Usage.Builder::build);
    }

    private static Usage sum(List<BilledAnswer> answers) {
        Usage.Builder sum = Usage.builder();
        answers.forEach(answer -> sum.add(answer.usage()));
        return sum.build();
    }

    private static <A, B> Map<String, B> copy(Map<String, A> map, Function<A, B> change) {
        Map<String, B> copy = new TreeMap<>();
        map.forEach((key, value) -> copy.put(key, change.apply(value)));
        return copy;
    }

    /** A line that may still turn out to be observable. */
    static final class Entry {

        private final ReceivedRequest request;
        private final Completion completion;
        private volatile boolean delivered;

        private Entry(ReceivedRequest request, Completion completion) {
            this.request = request;
            this.completion = completion;
        }

        boolean delivered() {
            return delivered;
        }

        void delivered(boolean now) {
            delivered = now;
        }

        private BilledAnswer answer() {
            return new BilledAnswer(
                    completion.model(),
                    request.model(),
                    completion.id(),
                    completion.requestId(),
                    request.seed(),
                    completion.usage(),
                    delivered);
        }
    }
}
