package io.tallyspan.examples.supportdesk.agents;

import com.anthropic.client.AnthropicClient;
import com.openai.client.OpenAIClient;
import io.tallyspan.Tallyspan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The agent at the front: has the ticket planned, researched by many at once, and answered by a letter. */
public final class SupportTeam implements SupportAgent {

    private final Triage triage;
    private final Planner planner;
    private final Researcher researcher;
    private final RefundDesk refunds;
    private final Policies policies;
    private final Writer writer;
    private final Executor threads;

    /**
     * Hires a team.
     *
     * @param refunds who is asked about refunds, at the same time as the researchers work
     * @param patience how long triage waits for an answer before it asks again
     * @param threads where researchers work; must carry the OpenTelemetry context
     */
    public SupportTeam(
            Tallyspan tallyspan,
            OpenAIClient openai,
            AnthropicClient anthropic,
            RefundDesk refunds,
            Duration patience,
            Executor threads) {
        HelpCenter helpCenter = tallyspan.proxy(HelpCenter.class, new EmbeddedHelpCenter(openai));
        this.triage = tallyspan.proxy(Triage.class, new OpenAiTriage(openai, patience));
        this.planner = tallyspan.proxy(Planner.class, new OpenAiPlanner(openai));
        this.researcher = tallyspan.proxy(Researcher.class, new AnthropicResearcher(anthropic, helpCenter));
        this.policies = tallyspan.proxy(Policies.class, new OpenAiPolicies(openai));
        this.writer = tallyspan.proxy(Writer.class, new StreamingWriter(anthropic));
        this.refunds = refunds;
        this.threads = threads;
    }

    @Override
    public String answer(Ticket ticket) {
        String question = ticket.question();
        String urgency = triage.urgency(question);
        List<String> topics = planner.topics(question);
        List<CompletableFuture<String>> underWay = new ArrayList<>();
        underWay.add(CompletableFuture.supplyAsync(() -> refunds.assess(question), threads));
        for (String topic : topics) {
            underWay.add(CompletableFuture.supplyAsync(() -> researcher.research(topic, question), threads));
        }
        List<String> findings = new ArrayList<>(policies.quote(topics));
        underWay.forEach(finding -> findings.add(finding.join()));
        return writer.write(ticket, urgency, findings);
    }
}
