package io.tallyspan.testing.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.testing.provider.Gate;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import io.tallyspan.usage.UsageRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a client with futures must do: {@link KitClient#chatAsync}. */
public abstract class AsyncClientSuite extends PlainCases {

    /** For subclasses. */
    protected AsyncClientSuite() {}

    @Override
    final String call(KitClient client, String prompt) throws Exception {
        return await(client.chatAsync(prompt));
    }

    @Test
    void attributionIsThatOfTheMomentOfTheCall() throws Exception {
        Gate gate = new Gate();
        provider().script().next(Reply.ok().gate(gate));
        KitClient client = client();

        CompletableFuture<String> answer;
        try (AttributionScope first = tallyspan().run("agent").customer("first").open()) {
            answer = client.chatAsync("hello");
        }
        try (AttributionScope second =
                tallyspan().run("agent").customer("second").open()) {
            gate.open();
            await(answer);
        }

        recorder.awaitOne().isEvent().hasCustomer("first");
    }

    @Test
    void theCallersThreadIsLeftAsItWas() throws Exception {
        Context before = Context.current();

        CompletableFuture<String> answer = client().chatAsync("hello");

        assertThat(Context.current()).isSameAs(before);
        await(answer);
        recorder.awaitOne().isEvent();
    }

    @Test
    void aModelCallInACallbackIsACallOfItsOwn() throws Exception {
        KitClient client = client();

        CompletableFuture<String> both;
        try (AttributionScope run = tallyspan().run("agent").open()) {
            Context inRun = run.context();
            both = client.chatAsync("hello").thenCompose(inRun.wrapFunction(first -> client.chatAsync("hello")));
        }
        await(both);

        List<UsageRecord> records = recorder.await(2);
        assertThat(callIds(records)).hasSize(2);
        assertThat(records).allMatch(record -> record.attempt().number() == 1);
    }

    @Test
    void aCallCancelledWhileTheProviderWorksIsNoResponse() {
        requires(Ability.CANCELS);
        Gate gate = new Gate();
        provider().script().next(Reply.ok().gate(gate));

        CompletableFuture<String> answer = client().chatAsync("hello");
        gate.awaitReached(PATIENCE);
        answer.cancel(true);

        recorder.awaitOne().isEvent().ended(Outcome.NO_RESPONSE, Quality.UNKNOWN);
        gate.open();
    }

    /** The future's own exception, without the wrapping that waiting for it adds. */
    private static String await(CompletableFuture<String> answer) throws Exception {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}
