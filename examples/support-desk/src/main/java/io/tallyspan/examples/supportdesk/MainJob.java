package io.tallyspan.examples.supportdesk;

import io.tallyspan.Tallyspan;
import io.tallyspan.bridge.Bridge;
import io.tallyspan.bridge.BridgeOptions;
import io.tallyspan.examples.stage.Ending;
import io.tallyspan.examples.stage.Relay;
import io.tallyspan.examples.stage.Telemetry;
import io.tallyspan.examples.stage.TemporaryDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The main job: everything is started, the tickets are answered, and the books are held against the ledger. */
final class MainJob {

    private static final Duration FLUSH = Duration.ofSeconds(20);

    private final Options options;
    private final PrintStream out;

    MainJob(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /** Whether the books agree. */
    boolean run() throws IOException {
        Path data = options.data();
        if (data != null) {
            return run(data);
        }
        TemporaryDirectory temporary = TemporaryDirectory.make(Desk.PROCESS);
        try (temporary) {
            return run(temporary.path());
        }
    }

    private boolean run(Path data) throws IOException {
        try (FakeProviders fakes = new FakeProviders(options.real());
                Bridge bridge = Bridge.start(BridgeOptions.in(data).withHttpPort(0));
                Relay relay = Relay.start(bridge.endpoint())) {
            say("ledger      " + data + (options.data() == null ? " (temporary)" : ""));
            say("bridge      " + bridge.endpoint());
            work(fakes, relay.url());
            return prove(data, fakes, relay);
        }
    }

    private void work(FakeProviders fakes, URI otlp) throws IOException {
        String secrets = "demo:" + UUID.randomUUID() + UUID.randomUUID();
        try (SecondProcess refunds =
                        SecondProcess.start(otlp, options.executionId(), secrets, fakes.address(Provider.ANTHROPIC));
                Tallyspan tallyspan = Telemetry.start(
                        Desk.PROCESS,
                        otlp,
                        settings(fakes, secrets, refunds.url().getAuthority()));
                ApplicationSdk sdk = options.sdk()
                        ? ApplicationSdk.configured(otlp, tallyspan.spanProcessor())
                        : ApplicationSdk.none();
                Desk desk =
                        new Desk(options, tallyspan, sdk.telemetry().getTracer("support-desk"), fakes, refunds.url())) {
            say("second JVM  " + refunds.url() + " (process " + refunds.pid() + ")");
            for (Provider provider : Provider.values()) {
                say(String.format(
                        "%-12s%s", provider.dialect(), fakes.isFake(provider) ? "fake" : "real: this costs money"));
            }
            List<String> letters = desk.answer(Tickets.TODAY);
            if (!tallyspan.flush(FLUSH)) {
                throw new IOException("the ledger did not take everything within " + FLUSH);
            }
            say(letters.size() + " tickets answered with " + options.threads() + " threads");
        }
    }

    private static Map<String, String> settings(FakeProviders fakes, String secrets, String refundService) {
        Map<String, String> settings = new HashMap<>(fakes.settings());
        settings.put("tallyspan.carrier.secrets", secrets);
        settings.put("tallyspan.carrier.hosts", refundService);
        return settings;
    }

    private boolean prove(Path data, FakeProviders fakes, Relay relay) throws IOException {
        boolean holds = Ending.show(
                () -> JobIds.rows(data, options.runId(), options.executionId()),
                relay,
                fakes.billed(),
                row -> fakes.speaks(row.dialect()),
                row -> JobIds.seed(row.executionId(), row.stepPath()),
                out);
        say(fakes.cached() + " answers came out of a provider's cache, and cost nothing again");
        return holds;
    }

    private void say(String line) {
        out.println(line);
    }
}
