package io.tallyspan.testing.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.TimeSource;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.usage.UsageRecord;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application does not notice that it is observed, and what it says stays its own. */
abstract class SafetyCases extends CallCases {

    private static final int MORE_THAN_ANY_CALL_READS_THE_CLOCK = 60;

    @Test
    void theCallerGetsExactlyWhatTheBareClientGives() throws Exception {
        provider().script().on(request -> true).always(Reply.ok().cached().text("naïve 日本 \uD83D\uDE00 text"));

        String bare = call(client(setup().layered()), "hello");
        String observed = call(client(), "hello");

        assertThat(observed).isEqualTo(bare).isNotEmpty();
        recorder.awaitOne().isEvent();
    }

    @Test
    void compressionAndOddPiecesChangeNothing() throws Exception {
        provider()
                .script()
                .on(request -> true)
                .always(Reply.ok().cached().gzip().fragments(3));

        String bare = call(client(setup().layered()), "hello");
        String observed = call(client(), "hello");

        assertThat(observed).isEqualTo(bare);
        recorder.awaitOne().isEvent().hasUsage(provider().books().observableTotal());
    }

    @Test
    void theRequestIsSentAsTheBareClientSendsIt() throws Exception {
        call(client(setup().layered()), "hello");
        call(client(), "hello");

        recorder.awaitOne().isEvent();
        var requests = provider().requests();
        assertThat(requests.get(1).body()).isEqualTo(requests.get(0).body());
        assertThat(headerNames(1)).isEqualTo(headerNames(0));
    }

    @Test
    void wrappedTwiceIsObservedOnce() throws Exception {
        requires(Ability.LAYERS);

        call(client(setup().layered(tallyspan(), tallyspan())), "hello");

        recorder.awaitOne().isEvent().hasUsage(provider().books().observableTotal());
        assertThat(tallyspan().counters().get(Counter.REPLAYS)).isZero();
    }

    @Test
    void twoObserversThatLostEachOtherStillMakeOneEvent() throws Exception {
        requires(Ability.LAYERS);
        requires(Ability.LOSES_HANDLE);

        call(client(setup().layered(tallyspan(), tallyspan()).losingHandle()), "hello");

        recorder.awaitOne().isEvent().hasRule(1);
        assertThat(tallyspan().counters().get(Counter.REPLAYS)).isEqualTo(1);
    }

    @Test
    void twoProcessesThatSeeOneAnswerGiveItOneId() throws Exception {
        provider().script().on(request -> true).always(Reply.ok().cached());
        Tallyspan other = newTallyspan(recorder);
        recorder.expectDuplicates();

        call(client(), "hello");
        call(client(setup().layered(other)), "hello");

        List<UsageRecord> records = recorder.await(2);
        assertThat(eventIds(records)).hasSize(1);
        assertThat(records.get(0).usage()).isEqualTo(records.get(1).usage());
    }

    @Test
    void aThrowingListenerDoesNotReachTheCaller() throws Exception {
        recorder.expectGuarded();
        Tallyspan broken = newTallyspan(
                builderFor(provider().authority(), dialect()).sink(recorder).listener(record -> {
                    throw new IllegalStateException("a listener's own fault");
                }));

        assertThat(call(client(setup().layered(broken)), "hello")).isNotEmpty();

        recorder.awaitOne().isEvent();
    }

    @Test
    void aThrowingSinkDoesNotReachTheCaller() throws Exception {
        recorder.expectGuarded();
        Tallyspan broken = newTallyspan(record -> {
            throw new AssertionError("a sink's own fault");
        });

        assertThat(call(client(setup().layered(broken)), "hello")).isNotEmpty();
        // an exchange may end after the application has its answer
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (broken.counters().get(Counter.GUARDED) == 0 && System.nanoTime() < end) {
            Thread.sleep(1);
        }
    }

    /** The clock is read all along the way: readers, engine and reports get to throw, one after the other. */
    @Test
    void aFailureAnywhereInsideDoesNotReachTheCaller() throws Exception {
        recorder.expectGuarded();
        provider().script().on(request -> true).always(Reply.ok().cached());
        String bare = call(client(setup().layered()), "hello");
        for (int nth = 1; nth <= MORE_THAN_ANY_CALL_READS_THE_CLOCK; nth++) {
            BrokenClock clock = new BrokenClock(nth);
            try (Tallyspan broken = builderFor(provider().authority(), dialect())
                    .sink(record -> {})
                    .timeSource(clock)
                    .build()) {
                recorder.watch(broken.counters());
                try (KitClient client = open(setup().layered(broken))) {
                    assertThat(call(client, "hello"))
                            .as("reading %d throws", nth)
                            .isEqualTo(bare);
                }
                if (clock.readings.get() < nth) {
                    assertThat(nth).isGreaterThan(2);
                    return;
                }
            }
        }
    }

    @Test
    void contentNeverAppearsInRecordsLogsOrFiles(@TempDir Path stateDir) throws Exception {
        recorder.expectGuarded();
        provider().script().next(Reply.ok().text("ANSWER-9c1e").chunks(1), Reply.error(400), Reply.timesOut());
        Tallyspan observing = newTallyspan(builderFor(provider().authority(), dialect())
                .sink(recorder)
                .listener(record -> {
                    throw new IllegalStateException("so that something is logged");
                })
                .set("tallyspan.state-dir", stateDir.toString()));
        ClientSetup setup = setup().layered(observing);

        try (AttributionScope run = observing.run("agent").open()) {
            assertThat(call(client(setup), "PROMPT-7f3a")).contains("ANSWER-9c1e");
            callWhateverComes(client(setup), "PROMPT-7f3a");
            callWhateverComes(client(setup.patience(SHORT)), "PROMPT-7f3a");
        }

        String records = recorder.await(3).toString();
        observing.close();
        assertThat(recorder.log().text()).isNotEmpty();
        assertThat(records + recorder.log().text() + filesBelow(stateDir))
                .doesNotContain("PROMPT-7f3a")
                .doesNotContain("ANSWER-9c1e");
    }

    @Test
    void theClassLoaderCanBeCollected() throws Exception {
        ClassLoaderProbe.run(getClass(), provider().authority(), patience().multipliedBy(3));

        assertThat(provider().books().observable()).hasSize(1);
    }

    /**
     * Called by {@link ClassLoaderProbe} on a copy of this class in a class loader of its own. Okio's watchdog holds on
     * to the timeout that it waits for, and by it to the call, until the time is up: hence the short one.
     */
    final String callOnceAndLetGo(String authority) throws Exception {
        try (Tallyspan once =
                        builderFor(authority, dialect()).sink(record -> {}).build();
                AttributionScope run = once.run("agent").open();
                KitClient client = open(ClientSetup.of(URI.create("http://" + authority), dialect(), once)
                        .patience(Duration.ofSeconds(3)))) {
            return call(client, "hello");
        }
    }

    private String headerNames(int request) {
        StringBuilder names = new StringBuilder();
        provider()
                .requests()
                .get(request)
                .headers()
                .forEach((name, value) -> names.append(name).append('\n'));
        return names.toString();
    }

    private static String filesBelow(Path directory) throws Exception {
        StringBuilder contents = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.append(file).append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return contents.toString();
    }

    private static final class BrokenClock implements TimeSource {

        private final AtomicInteger readings = new AtomicInteger();
        private final int broken;

        BrokenClock(int broken) {
            this.broken = broken;
        }

        @Override
        public long epochNanos() {
            read();
            return TimeSource.system().epochNanos();
        }

        @Override
        public long nanoTime() {
            read();
            return TimeSource.system().nanoTime();
        }

        private void read() {
            if (readings.incrementAndGet() == broken) {
                throw new IllegalStateException("the clock is broken");
            }
        }
    }
}
