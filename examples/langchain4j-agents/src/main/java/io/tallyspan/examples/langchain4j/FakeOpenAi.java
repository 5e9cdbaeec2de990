package io.tallyspan.examples.langchain4j;

import io.tallyspan.testing.provider.FakeProvider;
import io.tallyspan.testing.provider.ReceivedRequest;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.testing.provider.ToolCall;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** What the provider that is not really called says, and what befalls the team there. */
final class FakeOpenAi {

    /** What the books call requests that name no customer. */
    static final String NOBODY = "unattributed";

    private static final Pattern CUSTOMER = Pattern.compile("customer (\\w+)");

    private final Map<String, AtomicInteger> plans = new ConcurrentHashMap<>();

    private FakeOpenAi() {}

    static FakeProvider start() {
        FakeProvider provider = FakeProvider.start(NOBODY)
                .seedFromBody(CUSTOMER)
                .salt(UUID.randomUUID().toString());
        FakeOpenAi says = new FakeOpenAi();
        provider.script().on(request -> request.bodyText().contains("planner")).always(says::plan);
        provider.script()
                .on(request -> request.json().has("messages")
                        && request.bodyText().contains("the law say")
                        && request.occurrence() == 1
                        && isOpening(request))
                .always(Reply.rateLimited(Duration.ofMillis(100)));
        provider.script()
                .on(request -> request.json().has("tools") && isOpening(request))
                .always(FakeOpenAi::lookUp);
        provider.script()
                .on(request -> request.bodyText().contains("Publish"))
                .always(Reply.ok().chunks(12));
        return provider;
    }

    /** Draft, criticise, done. */
    private Reply plan(ReceivedRequest request) {
        int turn = plans.computeIfAbsent(request.seed(), unused -> new AtomicInteger())
                .getAndIncrement();
        String arguments = "{\"topic\": \"the market\", \"customer\": \"" + request.seed() + "\"}";
        return Reply.ok()
                .text(
                        switch (turn) {
                            case 0 -> "{\"agentName\": \"draft$0\", \"arguments\": " + arguments + "}";
                            case 1 -> "{\"agentName\": \"critic$1\", \"arguments\": " + arguments + "}";
                            default -> "{\"agentName\": \"done\", \"arguments\": {\"response\": \"a briefing\"}}";
                        });
    }

    private static Reply lookUp(ReceivedRequest request) {
        return Reply.ok()
                .toolCalls(new ToolCall(
                        "figures", "{\"question\": \"last year's figures for customer " + request.seed() + "\"}"));
    }

    /** Whether the model has not spoken in this conversation. */
    private static boolean isOpening(ReceivedRequest request) {
        for (var message : request.json().path("messages")) {
            if (message.path("role").asText().equals("assistant")) {
                return false;
            }
        }
        return true;
    }
}
