package io.tallyspan.state;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.attribution.Attribution;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import io.tallyspan.runtime.IdSource;
import io.tallyspan.runtime.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundResponsesTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path base;

    private final AtomicLong epochSecond = new AtomicLong(1_795_375_000);
    private final Counters counters = new Counters();
    private final Guard guard = new Guard(counters);
    private final List<StateDirectory> opened = new ArrayList<>();
    private final TimeSource time = new TimeSource() {
        @Override
        public long epochNanos() {
            return TimeUnit.SECONDS.toNanos(epochSecond.get());
        }

        @Override
        public long nanoTime() {
            return 0;
        }
    };

    private static Attribution of(String customer) {
        return new Attribution(customer, null, "run", "execution", "", "", null, null, Map.of());
    }

    private StateDirectory open() {
        StateDirectory directory = StateDirectory.open(base, IdSource.random(), guard);
        opened.add(directory);
        return directory;
    }

    private BackgroundResponses store(StateDirectory directory) {
        return new BackgroundResponses(directory, time, guard);
    }

    private static Path log(StateDirectory directory) {
        return requireNonNull(directory.folder()).resolve("background.log");
    }

    @AfterEach
    void close() {
        opened.forEach(StateDirectory::close);
    }

    @Test
    void theFirstSubmissionStands() {
        StateDirectory directory = open();
        BackgroundResponses responses = store(directory);
        responses.submitted("resp_1", of("acme"));
        responses.submitted("resp_1", of("globex"));
        assertThat(responses.submitter("resp_1")).isEqualTo(of("acme"));
        assertThat(directory.flush(LONG)).isTrue();
        assertThat(store(open()).submitter("resp_1")).isEqualTo(of("acme"));
    }

    @Test
    void theyExpireAfterThirtyDays() {
        StateDirectory directory = open();
        BackgroundResponses responses = store(directory);
        responses.submitted("resp_1", of("acme"));
        assertThat(directory.flush(LONG)).isTrue();
        epochSecond.addAndGet(Duration.ofDays(30).toSeconds() - 1);
        assertThat(responses.submitter("resp_1")).isEqualTo(of("acme"));
        assertThat(store(open()).submitter("resp_1")).isEqualTo(of("acme"));
        epochSecond.incrementAndGet();
        assertThat(responses.submitter("resp_1")).isNull();
        assertThat(store(open()).submitter("resp_1")).isNull();
    }

    @Test
    void tornAndDamagedRecordsSpoilOnlyThemselves() throws IOException {
        StateDirectory directory = open();
        BackgroundResponses responses = store(directory);
        responses.submitted("resp_1", of("acme"));
        assertThat(directory.flush(LONG)).isTrue();
        Path log = log(directory);
        String record = Files.readString(log);
        String damaged = record.replace("acme", "evil");
        String torn = record.strip().substring(0, record.length() / 2);
        Files.writeString(log, damaged.replace("resp_1", "resp_2") + torn, StandardOpenOption.APPEND);
        responses.submitted("resp_3", of("globex"));
        assertThat(directory.flush(LONG)).isTrue();
        BackgroundResponses reader = store(open());
        assertThat(reader.submitter("resp_1")).isEqualTo(of("acme"));
        assertThat(reader.submitter("resp_2")).isNull();
        assertThat(reader.submitter("resp_3")).isEqualTo(of("globex"));
    }

    @Test
    void everyPrefixOfALogCanBeRead() throws IOException {
        StateDirectory directory = open();
        BackgroundResponses responses = store(directory);
        responses.submitted("resp_1", of("ö🔍"));
        responses.submitted("resp_2", of("globex"));
        assertThat(directory.flush(LONG)).isTrue();
        byte[] whole = Files.readAllBytes(log(directory));
        for (int length = 0; length <= whole.length; length++) {
            Files.write(log(directory), Arrays.copyOf(whole, length));
            List<String> ids = new ArrayList<>();
            new BackgroundLog(requireNonNull(directory.folder()))
                    .forEach(submission -> ids.add(submission.responseId()));
            assertThat(ids).hasSizeLessThanOrEqualTo(2).hasSize(length >= whole.length - 1 ? 2 : ids.size());
        }
    }

    @Test
    void theLogIsBoundedAndKeepsTheNewest() throws IOException {
        StateDirectory directory = open();
        Path folder = requireNonNull(directory.folder());
        BackgroundLog log = new BackgroundLog(folder, 10_000);
        for (int i = 0; i < 500; i++) {
            log.append(List.of(new Submission("resp_" + i, epochSecond.get(), of("acme"))), 0);
            assertThat(Files.size(log(directory))).isLessThanOrEqualTo(10_000);
        }
        List<String> ids = new ArrayList<>();
        log.forEach(submission -> ids.add(submission.responseId()));
        assertThat(ids).hasSizeGreaterThan(20).endsWith("resp_498", "resp_499");
        assertThat(folder.resolve("background.log.new")).doesNotExist();
    }

    @Test
    void memoryIsBounded() {
        BackgroundResponses responses = store(StateDirectory.inMemory(guard));
        for (int i = 0; i <= 10_000; i++) {
            responses.submitted("resp_" + i, of("acme"));
        }
        assertThat(responses.submitter("resp_0")).isNull();
        assertThat(responses.submitter("resp_1")).isNotNull();
        assertThat(responses.submitter("resp_10000")).isNotNull();
    }

    @Test
    void whatMemoryForgotIsStillOnDisk() {
        StateDirectory directory = open();
        BackgroundResponses responses = store(directory);
        for (int i = 0; i <= 10_000; i++) {
            responses.submitted("resp_" + i, of("acme"));
            if (i % 1_000 == 0) {
                assertThat(directory.flush(LONG)).isTrue();
            }
        }
        assertThat(directory.flush(LONG)).isTrue();
        assertThat(responses.submitter("resp_0")).isEqualTo(of("acme"));
    }

    @Test
    void lookUpDoesNotBlock() throws Exception {
        StateDirectory directory = open();
        BackgroundResponses responses = store(directory);
        responses.submitted("resp_1", of("acme"));
        CountDownLatch disk = new CountDownLatch(1);
        directory.executor().execute(() -> awaitQuietly(disk));
        assertThat(responses.lookUp("resp_1").getNow(Optional.empty())).contains(of("acme"));
        var unknown = responses.lookUp("resp_2");
        assertThat(unknown).isNotDone();
        responses.submitted("resp_3", of("acme"));
        disk.countDown();
        assertThat(unknown.get(20, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void aFullQueueIsCountedAndCostsOnlyDurability() {
        StateDirectory directory = open();
        BackgroundResponses responses = store(directory);
        CountDownLatch disk = new CountDownLatch(1);
        directory.executor().execute(() -> awaitQuietly(disk));
        for (int i = 0; i < 5_000; i++) {
            responses.submitted("resp_" + i, of("acme"));
        }
        assertThat(responses.submitter("resp_4999")).isEqualTo(of("acme"));
        assertThat(responses.lookUp("unknown")).isCompletedWithValue(Optional.empty());
        assertThat(counters.get(Counter.GUARDED, "state.background")).isPositive();
        disk.countDown();
    }

    @Test
    void absurdIdsAreNotKept() {
        BackgroundResponses responses = store(StateDirectory.inMemory(guard));
        responses.submitted("", of("acme"));
        responses.submitted("r".repeat(257), of("acme"));
        assertThat(responses.submitter("")).isNull();
        assertThat(responses.submitter("r".repeat(257))).isNull();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
