package io.tallyspan.conformance.books;

import io.tallyspan.testing.provider.BilledAnswer;
import io.tallyspan.testing.provider.FakeProvider;
import io.tallyspan.testing.provider.Gate;
import io.tallyspan.testing.provider.ReceivedRequest;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.testing.provider.ToolCall;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Providers of OpenAI's and Anthropic's dialects that answer by the step in the tag of a request and its place in the
 * conversation, each after a while that depends on a seed: other seeds make other orders of events, of the same events.
 */
public final class ScriptedProviders implements AutoCloseable {

    /** How often a loop asks for a tool. */
    public static final int LOOP_DEPTH = 5;

    /** How many tools are asked for at once. */
    public static final int BRANCHES = 8;

    private static final int SLOWEST_MILLIS = 40;

    private final FakeProvider openAi = FakeProvider.start().seedFromBody(Tag.PATTERN);
    private final FakeProvider anthropic = FakeProvider.start().seedFromBody(Tag.PATTERN);
    private volatile Gate never = new Gate();
    private final Random timing = new Random();

    /** Starts both. */
    public ScriptedProviders() {}

    /** Begins anew, on the same ports: a call's id depends on where it is asked. */
    void begin(long newTiming) {
        never.open();
        never = new Gate();
        timing.setSeed(newTiming);
        for (FakeProvider provider : List.of(openAi, anthropic)) {
            provider.reset();
            provider.script().on(request -> true).always(this::reply);
        }
    }

    /** That of OpenAI's dialect. */
    public FakeProvider openAi() {
        return openAi;
    }

    /** That of Anthropic's. */
    public FakeProvider anthropic() {
        return anthropic;
    }

    /** The lines of both books. */
    List<BilledAnswer> billed() {
        return Stream.of(openAi, anthropic)
                .flatMap(provider -> provider.books().billed().stream())
                .toList();
    }

    private Reply reply(ReceivedRequest request) {
        String step = Tag.step(request.seed());
        Reply reply = switch (step) {
            case "desk/loop", "desk/stream" ->
                answers(request) < LOOP_DEPTH ? Reply.ok().toolCalls(look(request, 0)) : Reply.ok();
            case "desk/fan" ->
                answers(request) == 0
                        ? Reply.ok()
                                .toolCalls(IntStream.range(0, BRANCHES)
                                        .mapToObj(i -> look(request, i))
                                        .toArray(ToolCall[]::new))
                        : Reply.ok();
            case "desk/guarded" -> Reply.ok().text(answers(request) == 0 ? "short" : "long enough");
            case "refused" -> isFirst(request) ? Reply.rateLimited(Duration.ofMillis(10)) : Reply.ok();
            case "slow" -> isFirst(request) ? Reply.timesOut() : Reply.ok();
            case "cancelled" -> Reply.ok().gateBefore(5, never);
            default -> Reply.ok();
        };
        return reply.after(Duration.ofMillis(timing.nextInt(SLOWEST_MILLIS)));
    }

    /** Whether it is no retry, told by a header or not. */
    private static boolean isFirst(ReceivedRequest request) {
        return request.occurrence() == 1 && request.retryCount() == 0;
    }

    /** How often the model has spoken in this conversation. */
    private static int answers(ReceivedRequest request) {
        int answers = 0;
        for (var message : request.json().path("messages")) {
            answers += message.path("role").asText().equals("assistant") ? 1 : 0;
        }
        return answers;
    }

    private static ToolCall look(ReceivedRequest request, int number) {
        int round = answers(request) + number;
        return new ToolCall("look", "{\"whose\":\"" + request.seed() + "/look\",\"number\":" + round + "}");
    }

    @Override
    public void close() {
        never.open();
        openAi.close();
        anthropic.close();
    }
}
