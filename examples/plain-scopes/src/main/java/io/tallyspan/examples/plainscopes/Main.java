package io.tallyspan.examples.plainscopes;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.opentelemetry.context.Context;
import io.tallyspan.Tallyspan;
import io.tallyspan.bridge.Bridge;
import io.tallyspan.bridge.BridgeOptions;
import io.tallyspan.bridge.report.ReportFormat;
import io.tallyspan.bridge.report.ReportQuery;
import io.tallyspan.openai.TallyspanOpenAi;
import io.tallyspan.testing.provider.FakeProvider;
import io.tallyspan.testing.provider.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Has two customers' questions answered by a fake provider, and prints who spent what. */
public final class Main {

    private static final Logger ROOT = Logger.getLogger("");

    private Main() {}

    /** Keeps the ledger in the directory given, or in a temporary one. */
    public static void main(String[] args) throws IOException {
        if (args.length > 1) {
            System.err.println("usage: examples/plain-scopes/run [DIRECTORY]");
            System.exit(2);
        }
        ROOT.setLevel(Level.WARNING);
        Path directory = args.length == 1 ? Path.of(args[0]) : Files.createTempDirectory("plain-scopes");
        run(directory, System.out);
        System.out.println("The ledger is in " + directory);
    }

    static void run(Path directory, Appendable out) throws IOException {
        try (FakeProvider provider = FakeProvider.start();
                Bridge bridge = Bridge.start(BridgeOptions.in(directory).withHttpPort(0))) {
            provider.script()
                    .on(request -> request.bodyText().contains("Plan:"))
                    .always(Reply.ok().text("prices\ndelivery"));
            answerQuestions(provider, bridge);
            ReportFormat.TABLE.write(bridge.report(ReportQuery.by("customer", "feature", "step", "model")), out);
        }
    }

    private static void answerQuestions(FakeProvider provider, Bridge bridge) {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Tallyspan tallyspan = Tallyspan.builder()
                .set(
                        "otel.exporter.otlp.traces.endpoint",
                        bridge.tracesEndpoint().toString())
                .set("tallyspan.hosts", provider.authority() + "=openai")
                .build()) {
            OpenAIClient openai = TallyspanOpenAi.create(tallyspan)
                    .wrap(OpenAIOkHttpClient.builder()
                            .baseUrl(provider.openAiUrl().toString())
                            .apiKey("fake")
                            .build());
            SupportAgent agent = new SupportAgent(tallyspan, openai, Context.taskWrapping(threads));
            agent.answer("acme", "What does express delivery cost?");
            agent.answer("globex", "Do you deliver to the moon?");
            tallyspan.flush(Duration.ofSeconds(10));
        } finally {
            threads.shutdown();
        }
    }
}
