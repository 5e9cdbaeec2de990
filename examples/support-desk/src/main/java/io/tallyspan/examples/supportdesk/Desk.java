package io.tallyspan.examples.supportdesk;

import com.anthropic.client.AnthropicClient;
import com.openai.client.OpenAIClient;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.examples.supportdesk.agents.RemoteRefundDesk;
import io.tallyspan.examples.supportdesk.agents.SupportAgent;
import io.tallyspan.examples.supportdesk.agents.SupportTeam;
import io.tallyspan.examples.supportdesk.agents.Ticket;
import io.tallyspan.jdkhttp.TallyspanHttpClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The first process: a team of agents that answers all tickets, each as a run of its own. */
final class Desk implements AutoCloseable {

    static final String PROCESS = "support-desk";

    /** A fake provider that does not answer is not worth more waiting. */
    private static final Duration PATIENCE_WITH_A_FAKE = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Options options;
    private final Tallyspan tallyspan;
    private final Tracer tracer;
    private final ExecutorService tickets;
    private final ExecutorService researchers;
    private final SupportAgent team;

    Desk(Options options, Tallyspan tallyspan, Tracer tracer, FakeProviders fakes, URI refundService) {
        this.options = options;
        this.tallyspan = tallyspan;
        this.tracer = tracer;
        // Two pools: whoever answers a ticket waits for researchers, and must not take their threads.
        this.tickets = Executors.newFixedThreadPool(options.threads());
        this.researchers = Executors.newFixedThreadPool(options.threads());
        OpenAIClient openai = Clients.openai(tallyspan, fakes.address(Provider.OPENAI));
        AnthropicClient anthropic = Clients.anthropic(tallyspan, fakes.address(Provider.ANTHROPIC));
        HttpClient http = TallyspanHttpClient.create(tallyspan).wrap(HttpClient.newHttpClient());
        this.team = tallyspan.proxy(
                SupportAgent.class,
                new SupportTeam(
                        tallyspan,
                        openai,
                        anthropic,
                        new RemoteRefundDesk(http, refundService),
                        fakes.isFake(Provider.OPENAI) ? PATIENCE_WITH_A_FAKE : PATIENCE,
                        Context.taskWrapping(researchers)));
    }

    /** Answers all tickets at the same time; gives the letters. */
    List<String> answer(List<Ticket> all) {
        List<CompletableFuture<String>> letters = all.stream()
                .map(ticket -> CompletableFuture.supplyAsync(() -> answer(ticket), tickets))
                .toList();
        return letters.stream().map(CompletableFuture::join).toList();
    }

    private String answer(Ticket ticket) {
        String runId = JobIds.run(options.runId(), ticket);
        Span span = tracer.spanBuilder("answer ticket").startSpan();
        try (Scope inSpan = span.makeCurrent();
                AttributionScope run = tallyspan
                        .run(PROCESS)
                        .runId(runId)
                        .executionId(JobIds.execution(options.executionId(), runId, PROCESS))
                        .open()) {
            return team.answer(ticket);
        } finally {
            span.end();
        }
    }

    @Override
    public void close() {
        tickets.shutdownNow();
        researchers.shutdownNow();
    }
}
