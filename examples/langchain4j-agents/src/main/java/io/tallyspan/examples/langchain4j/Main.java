package io.tallyspan.examples.langchain4j;

import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.examples.langchain4j.agents.BriefingTeam;
import io.tallyspan.examples.langchain4j.agents.Briefings;
import io.tallyspan.examples.langchain4j.agents.Models;
import io.tallyspan.examples.stage.Ending;
import io.tallyspan.examples.stage.LedgerRow;
import io.tallyspan.examples.stage.LedgerRows;
import io.tallyspan.examples.stage.Relay;
import io.tallyspan.examples.stage.Stage;
import io.tallyspan.examples.stage.StageOptions;
import io.tallyspan.examples.stage.Telemetry;
import io.tallyspan.langchain4j.TallyspanAgents;
import io.tallyspan.langchain4j.TallyspanLangChain4j;
import io.tallyspan.testing.provider.FakeProvider;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Three customers are briefed at the same time; then the books are held against the ledger. */
public final class Main {

    static final String NAME = "langchain4j-agents";

    private static final Duration FLUSH = Duration.ofSeconds(20);
    private static final Map<String, String> TOPICS =
            Map.of("acme", "rockets", "globex", "doomsday machines", "initech", "staplers");
    private static final List<String> LIBRARY = List.of(
            "Rockets sold well last year, and fell down less often.",
            "Doomsday machines must be registered with the authorities.",
            "The red stapler remains the most wanted of its kind.");

    /** These are held, for a logger that nobody holds forgets its level. */
    private static final Logger ROOT = Logger.getLogger("");

    /** It warns of every retry, with the stack. */
    private static final Logger RETRIES = Logger.getLogger("dev.langchain4j.internal.RetryUtils");

    private final PrintStream out;

    private Main(PrintStream out) {
        this.out = out;
    }

    /** Runs the example; {@code --help} says how. */
    public static void main(String[] args) {
        ROOT.setLevel(Level.WARNING);
        RETRIES.setLevel(Level.SEVERE);
        System.exit(run(args, System.getenv(), System.out, System.err));
    }

    static int run(String[] args, Map<String, String> environment, PrintStream out, PrintStream err) {
        return new Stage(NAME, false, out, err).run(args, environment, new Main(out)::play);
    }

    private boolean play(StageOptions options, Path data, Relay relay) throws IOException {
        String apiKey = options.apiKey();
        try (FakeProvider fake = FakeOpenAi.start()) {
            Set<String> runs = apiKey == null
                    ? brief(
                            relay,
                            Map.of("tallyspan.hosts", fake.authority() + "=openai"),
                            fake.openAiUrl() + "",
                            "none")
                    : brief(relay, Map.of(), "https://api.openai.com/v1", apiKey);
            return Ending.show(
                    () -> ofRuns(data, runs),
                    relay,
                    fake.books().billed(),
                    row -> apiKey == null,
                    LedgerRow::customer,
                    out);
        }
    }

    private static List<LedgerRow> ofRuns(Path data, Set<String> runs) throws IOException {
        return LedgerRows.all(data).stream()
                .filter(row -> runs.contains(row.runId()))
                .toList();
    }

    /** Works, and gives the ids of the runs that were made. */
    private Set<String> brief(Relay relay, Map<String, String> settings, String url, String apiKey) throws IOException {
        Set<String> runs = ConcurrentHashMap.newKeySet();
        ExecutorService desks = Executors.newFixedThreadPool(TOPICS.size());
        Instant start = Instant.now();
        try (Tallyspan tallyspan = Telemetry.start(NAME, relay.url(), settings)) {
            TallyspanLangChain4j langChain4j = TallyspanLangChain4j.create(tallyspan);
            BriefingTeam team = new BriefingTeam(
                    langChain4j, TallyspanAgents.create(tallyspan), Models.openAi(langChain4j, url, apiKey));
            Briefings briefings = tallyspan.proxy(Briefings.class, team);
            String ingestion = "ingestion-" + start;
            try (AttributionScope run = tallyspan
                    .run("librarian")
                    .runId(ingestion)
                    .feature("ingestion")
                    .open()) {
                runs.add(ingestion);
                team.read(LIBRARY);
            }
            List<CompletableFuture<@Nullable Void>> all = TOPICS.entrySet().stream()
                    .map(each -> CompletableFuture.<@Nullable Void>supplyAsync(
                            () -> {
                                String id = "briefing-" + each.getKey() + "-" + start;
                                runs.add(id);
                                try (AttributionScope run =
                                        tallyspan.run("desk").runId(id).open()) {
                                    String text = briefings.brief(each.getKey(), each.getValue());
                                    out.println("briefed     " + each.getKey() + ": " + text.length() + " characters");
                                }
                                return null;
                            },
                            desks))
                    .toList();
            all.forEach(CompletableFuture::join);
            if (!tallyspan.flush(FLUSH)) {
                throw new IOException("the ledger did not take everything within " + FLUSH);
            }
        } finally {
            desks.shutdownNow();
        }
        return runs;
    }
}
