package io.tallyspan.examples.supportdesk;

import static java.util.stream.Collectors.joining;

import io.tallyspan.testing.provider.BilledAnswer;
import io.tallyspan.testing.provider.FakeProvider;
import io.tallyspan.testing.provider.ReceivedRequest;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.testing.provider.ToolCall;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The providers that are not really called, and what befalls the desk there: a slow answer, a full queue, a cache. What
 * is answered to a request depends on the request alone, never on who comes first.
 */
final class FakeProviders implements AutoCloseable {

    private static final String TOPICS = "refund\nshipping\ninvoice\nparcel";
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Map<Provider, FakeProvider> running = new EnumMap<>(Provider.class);

    FakeProviders(Set<Provider> real) {
        for (Provider provider : Provider.values()) {
            if (!real.contains(provider)) {
                running.put(provider, FakeProvider.start());
            }
        }
        FakeProvider openai = running.get(Provider.OPENAI);
        if (openai != null) {
            openai.script().on(firstTry("Triage:")).always(Reply.timesOut());
            openai.script().on(prompt("Triage:")).always(Reply.ok().text("normal"));
            openai.script().on(prompt("Plan:")).always(Reply.ok().text(TOPICS));
            openai.script().on(prompt("Quote one sentence")).always(FakeProviders::cachedIfAskedBefore);
        }
        FakeProvider anthropic = running.get(Provider.ANTHROPIC);
        if (anthropic != null) {
            anthropic.script().on(firstTry("Research the topic \\\"shipping")).always(FakeProviders::tooManyAtFirst);
            anthropic.script().on(prompt("Research the topic")).always(FakeProviders::searchFirst);
            anthropic.script().on(prompt("short letter")).always(Reply.ok().chunks(12));
        }
    }

    private static Predicate<ReceivedRequest> prompt(String words) {
        return request -> request.bodyText().contains(words);
    }

    private static Predicate<ReceivedRequest> firstTry(String words) {
        return prompt(words).and(request -> request.retryCount() == 0);
    }

    private static Reply tooManyAtFirst(ReceivedRequest request) {
        return isOpening(request) ? Reply.rateLimited(Duration.ofMillis(100)) : searchFirst(request);
    }

    private static Reply searchFirst(ReceivedRequest request) {
        return isOpening(request)
                ? Reply.ok()
                        .toolCalls(new ToolCall("search_help_center", "{\"query\":\"late, damaged or billed twice\"}"))
                : Reply.ok();
    }

    private static Reply cachedIfAskedBefore(ReceivedRequest request) {
        return request.occurrence() > 1 ? Reply.ok().cached() : Reply.ok();
    }

    /** Whether the conversation has only its first message. */
    private static boolean isOpening(ReceivedRequest request) {
        return request.json().path("messages").size() == 1;
    }

    /** Whether this one is not really called. */
    boolean isFake(Provider provider) {
        return running.containsKey(provider);
    }

    /** Where it listens; null for one that is really called. */
    @Nullable
    InetSocketAddress address(Provider provider) {
        FakeProvider fake = running.get(provider);
        return fake == null ? null : new InetSocketAddress(InetAddress.getLoopbackAddress(), fake.port());
    }

    /** What tells Tallyspan which dialect each of them speaks. */
    Map<String, String> settings() {
        return running.isEmpty()
                ? Map.of()
                : Map.of(
                        "tallyspan.hosts",
                        running.keySet().stream().map(Provider::fakeHost).collect(joining(",")));
    }

    /** Whether who speaks that dialect is one of them. */
    boolean speaks(String dialect) {
        return running.keySet().stream().anyMatch(provider -> provider.dialect().equals(dialect));
    }

    /** How many answers came out of a cache. */
    long cached() {
        return running.values().stream()
                .mapToLong(fake -> fake.books().replayed())
                .sum();
    }

    /** The lines of all books. */
    List<BilledAnswer> billed() {
        running.values().forEach(fake -> fake.awaitIdle(IDLE));
        return running.values().stream()
                .flatMap(fake -> fake.books().billed().stream())
                .toList();
    }

    @Override
    public void close() {
        running.values().forEach(FakeProvider::close);
    }
}
