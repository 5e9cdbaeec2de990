package io.tallyspan.examples.assistant;

import io.tallyspan.Tallyspan;
import io.tallyspan.examples.assistant.app.AssistantApplication;
import io.tallyspan.examples.stage.Ending;
import io.tallyspan.examples.stage.LedgerRow;
import io.tallyspan.examples.stage.LedgerRows;
import io.tallyspan.examples.stage.Relay;
import io.tallyspan.examples.stage.Stage;
import io.tallyspan.examples.stage.StageOptions;
import io.tallyspan.testing.provider.FakeProvider;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Three customers chat with the web application at the same time; then the books are held against the ledger. */
public final class Main {

    static final String NAME = "spring-ai-assistant";

    private static final Duration FLUSH = Duration.ofSeconds(20);
    private static final List<String> CUSTOMERS = List.of("acme", "globex", "initech");
    private static final List<String> QUESTIONS =
            List.of("Where is my order?", "Can I still change it?", "And the order before that?");

    private final HttpClient http = HttpClient.newHttpClient();
    private final PrintStream out;

    private Main(PrintStream out) {
        this.out = out;
    }

    /** Runs the example; {@code --help} says how. */
    public static void main(String[] args) {
        System.exit(run(args, System.getenv(), System.out, System.err));
    }

    static int run(String[] args, Map<String, String> environment, PrintStream out, PrintStream err) {
        return new Stage(NAME, true, out, err).run(args, environment, new Main(out)::play);
    }

    private boolean play(StageOptions options, Path data, Relay relay) throws Exception {
        String apiKey = options.apiKey();
        Set<String> before = runs(data);
        try (FakeProvider fake = FakeOpenAi.start();
                ConfigurableApplicationContext application = start(
                        "otel.exporter.otlp.traces.endpoint=" + relay.url().resolve("/v1/traces"),
                        "otel.exporter.otlp.traces.protocol=http/protobuf",
                        "spring.ai.openai.api-key=" + (apiKey == null ? "none" : apiKey),
                        apiKey == null ? "spring.ai.openai.base-url=" + fake.openAiUrl() : "fake=none",
                        apiKey == null ? "tallyspan.hosts=" + fake.authority() + "=openai" : "hosts=none")) {
            URI url = URI.create(
                    "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port"));
            out.println("application " + url);
            CompletableFuture<?>[] chats = CUSTOMERS.stream()
                    .map(customer -> CompletableFuture.runAsync(() -> chat(url, customer)))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(chats).join();
            if (!application.getBean(Tallyspan.class).flush(FLUSH)) {
                throw new IOException("the ledger did not take everything within " + FLUSH);
            }
            boolean holds = Ending.show(
                    () -> LedgerRows.all(data).stream()
                            .filter(row -> !before.contains(row.runId()))
                            .toList(),
                    relay,
                    fake.books().billed(),
                    row -> apiKey == null,
                    LedgerRow::customer,
                    out);
            if (options.keep()) {
                out.println();
                out.println("the application goes on: " + url + " (stop it with Ctrl-C)");
                Thread.currentThread().join();
            }
            return holds;
        }
    }

    private static Set<String> runs(Path data) throws IOException {
        Set<String> runs = new HashSet<>();
        LedgerRows.all(data).forEach(row -> runs.add(row.runId()));
        return runs;
    }

    private static ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(AssistantApplication.class)
                .properties(properties)
                .run();
    }

    private void chat(URI url, String customer) {
        int length = 0;
        for (String question : QUESTIONS) {
            length += send(HttpRequest.newBuilder(
                                    url.resolve("/ask?question=" + URLEncoder.encode(question, StandardCharsets.UTF_8)))
                            .header("X-Customer", customer))
                    .length();
        }
        String summary = send(HttpRequest.newBuilder(url.resolve("/summary"))
                .header("X-Customer", customer)
                .POST(BodyPublishers.noBody()));
        out.println("chatted     " + customer + ": " + length + " characters, summed up in " + summary.length());
    }

    private String send(HttpRequest.Builder request) {
        HttpResponse<String> response =
                http.sendAsync(request.build(), BodyHandlers.ofString()).join();
        if (response.statusCode() != 200) {
            throw new IllegalStateException(
                    response.uri() + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }
}
