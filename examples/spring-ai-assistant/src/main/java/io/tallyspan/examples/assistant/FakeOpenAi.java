package io.tallyspan.examples.assistant;

import io.tallyspan.testing.provider.FakeProvider;
import io.tallyspan.testing.provider.ReceivedRequest;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.testing.provider.ToolCall;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;

/** What the provider that is not really called says, and what befalls the assistant there. */
final class FakeOpenAi {

    private static final Pattern CUSTOMER = Pattern.compile("customer (\\w+)");

    private FakeOpenAi() {}

    static FakeProvider start() {
        FakeProvider provider = FakeProvider.start("unattributed")
                .seedFromBody(CUSTOMER)
                .salt(UUID.randomUUID().toString());
        provider.script()
                .on(request -> request.bodyText().contains("Sum up") && request.retryCount() == 0)
                .always(Reply.rateLimited(Duration.ofMillis(100)));
        provider.script()
                .on(FakeOpenAi::asksForAnOrder)
                .always(request -> Reply.ok()
                        .toolCalls(new ToolCall(
                                "findOrders",
                                "{\"description\": \"a late parcel of customer " + request.seed() + "\"}")));
        return provider;
    }

    /** Whether the last thing said is a question about an order, so that a tool has to find it. */
    private static boolean asksForAnOrder(ReceivedRequest request) {
        var messages = request.json().path("messages");
        var last = messages.path(messages.size() - 1);
        return last.path("role").asText().equals("user")
                && last.path("content").asText().contains("order");
    }
}
