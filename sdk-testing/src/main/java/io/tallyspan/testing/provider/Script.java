package io.tallyspan.testing.provider;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the provider answers to whom. A request takes the next reply of the first rule that wants it and has one left,
 * in the order in which the rules were made; else a good answer. Safe for use by several threads; where requests race,
 * use {@link Rule#always(Function)} with {@link ReceivedRequest#occurrence()} and {@link ReceivedRequest#retryCount()},
 * which do not depend on who comes first.
 */
public final class Script {

    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    Script() {}

    /** These replies, in turn, to whatever comes. */
    public Rule next(Reply... replies) {
        return on(request -> true).next(replies);
    }

    /** A rule for requests to that path. */
    public Rule path(String path) {
        return on(request -> request.path().equals(path));
    }

    /** A rule for requests that ask for that model. */
    public Rule model(String model) {
        return on(request -> request.model().equals(model));
    }

    /** A rule for requests that satisfy the predicate. */
    public Rule on(Predicate<ReceivedRequest> predicate) {
        Rule rule = new Rule(predicate);
        rules.add(rule);
        return rule;
    }

    /** Forgets every rule. */
    public void clear() {
        rules.clear();
    }

    Reply replyTo(ReceivedRequest request) {
        for (Rule rule : rules) {
            Reply reply = rule.wants(request) ? rule.take(request) : null;
            if (reply != null) {
                return reply;
            }
        }
        return Reply.ok();
    }

    /** Replies to some of the requests. Safe for use by several threads. */
    public static final class Rule {

        private final Predicate<ReceivedRequest> predicate;
        private final Queue<Reply> queue = new ArrayDeque<>();
        private @Nullable Function<ReceivedRequest, Reply> standing;

        private Rule(Predicate<ReceivedRequest> predicate) {
            this.predicate = requireNonNull(predicate, "predicate");
        }

        /** These replies, in turn, each once. */
        public synchronized Rule next(Reply... replies) {
            queue.addAll(List.of(replies));
            return this;
        }

        /** That reply to every request for which the queue holds none. */
        public Rule always(Reply reply) {
            return always(request -> reply);
        }

        /** A reply made for each request for which the queue holds none. */
        public synchronized Rule always(Function<ReceivedRequest, Reply> replies) {
            standing = requireNonNull(replies, "replies");
            return this;
        }

        private boolean wants(ReceivedRequest request) {
            return predicate.test(request);
        }

        private synchronized @Nullable Reply take(ReceivedRequest request) {
            Reply queued = queue.poll();
            if (queued != null || standing == null) {
                return queued;
            }
            return standing.apply(request);
        }
    }
}
