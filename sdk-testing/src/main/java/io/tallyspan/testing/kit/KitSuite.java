package io.tallyspan.testing.kit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tallyspan.Tallyspan;
import io.tallyspan.TallyspanBuilder;
import io.tallyspan.id.Dialect;
import io.tallyspan.testing.provider.FakeProvider;
import io.tallyspan.testing.recorder.UsageRecordAssert;
import io.tallyspan.testing.recorder.UsageRecorder;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import io.tallyspan.usage.UsageRecord;
import io.tallyspan.usage.UsageSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What all suites share: a provider, a Tallyspan that reports to a strict recorder, and the client under test. Inherit
 * {@link SyncClientSuite}, {@link AsyncClientSuite} or {@link StreamingClientSuite}, not this.
 */
public abstract class KitSuite {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Duration SHORT = Duration.ofMillis(400);

    /** Whatever the suite records. */
    @RegisterExtension
    final UsageRecorder recorder = new UsageRecorder(patience());

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private @Nullable FakeProvider provider;
    private @Nullable Tallyspan tallyspan;

    /** For the suites of this package. */
    KitSuite() {}

    /** How the client under test differs from others. */
    protected abstract KitOptions options();

    /** Makes the client that {@code setup} describes. The kit closes it. */
    protected abstract KitClient open(ClientSetup setup);

    /** How long records may take to come; for the kit's own tests, where some never come. */
    Duration patience() {
        return Duration.ofSeconds(10);
    }

    /** Makes one model call in the manner of the suite and waits for its result. */
    abstract String call(KitClient client, String prompt) throws Exception;

    @BeforeEach
    final void startProvider() {
        provider = FakeProvider.start();
        tallyspan = newTallyspan(recorder);
    }

    @AfterEach
    final void closeEverything() throws Exception {
        for (int i = toClose.size() - 1; i >= 0; i--) {
            toClose.get(i).close();
        }
        provider().close();
    }

    final FakeProvider provider() {
        if (provider == null) {
            throw new IllegalStateException("no test is running");
        }
        return provider;
    }

    final Tallyspan tallyspan() {
        if (tallyspan == null) {
            throw new IllegalStateException("no test is running");
        }
        return tallyspan;
    }

    final Dialect dialect() {
        return options().dialect();
    }

    final Tallyspan newTallyspan(UsageSink sink) {
        return newTallyspan(builderFor(provider().authority(), dialect()).sink(sink));
    }

    final Tallyspan newTallyspan(TallyspanBuilder builder) {
        Tallyspan made = builder.build();
        recorder.watch(made.counters());
        toClose.add(made);
        return made;
    }

    static TallyspanBuilder builderFor(String authority, Dialect dialect) {
        return Tallyspan.builder().host(authority, dialect);
    }

    /** The client that most cases want. */
    final ClientSetup setup() {
        return ClientSetup.of(provider().url(), dialect(), tallyspan());
    }

    final KitClient client() {
        return client(setup());
    }

    final KitClient client(ClientSetup setup) {
        KitClient made = open(setup);
        toClose.add(made);
        return made;
    }

    final void requires(Ability ability) {
        assumeTrue(options().can(ability), () -> "declared: the client lacks " + ability);
    }

    /** What the work throws; null if it goes well. */
    static @Nullable Throwable failureOf(Callable<?> work) {
        try {
            work.call();
            return null;
        } catch (Throwable t) {
            return t;
        }
    }

    /** For calls whose client may or may not take the answer for a failure: that is its own affair. */
    final void callWhateverComes(KitClient client, String prompt) {
        Throwable unused = failureOf(() -> call(client, prompt));
        provider().awaitIdle(PATIENCE);
    }

    static UsageRecordAssert assertRecord(UsageRecord record) {
        return new UsageRecordAssert(record);
    }

    static Set<String> callIds(List<UsageRecord> records) {
        Set<String> ids = new TreeSet<>();
        records.forEach(record -> ids.add(record.attempt().callId()));
        return ids;
    }

    static Set<String> eventIds(List<UsageRecord> records) {
        Set<String> ids = new TreeSet<>();
        for (UsageRecord record : records) {
            if (record.eventId() != null) {
                ids.add(record.eventId().value());
            }
        }
        return ids;
    }

    /** Every kind of token that the dialect can state. */
    final Usage everyKind() {
        Usage.Builder usage = Usage.builder()
                .set(Unit.INPUT_TOKENS, 1_000)
                .set(Unit.CACHE_READ_TOKENS, 300)
                .set(Unit.CACHE_WRITE_TOKENS, 150)
                .set(Unit.OUTPUT_TOKENS, 400);
        if (dialect() == Dialect.ANTHROPIC) {
            return usage.set(Unit.CACHE_WRITE_5M_TOKENS, 100)
                    .set(Unit.CACHE_WRITE_1H_TOKENS, 50)
                    .setServerTool("web_search", 2)
                    .build();
        }
        return usage.set(Unit.REASONING_TOKENS, 128)
                .set(Unit.INPUT_AUDIO_TOKENS, 20)
                .set(Unit.INPUT_IMAGE_TOKENS, 30)
                .set(Unit.OUTPUT_AUDIO_TOKENS, 10)
                .build();
    }
}
