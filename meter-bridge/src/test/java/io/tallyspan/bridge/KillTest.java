package io.tallyspan.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.bridge.report.Report;
import io.tallyspan.bridge.report.ReportQuery;
import io.tallyspan.bridge.report.ReportRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at any moment of an ingest: everything that was answered 200 is in the ledger, once. More rounds with
 * {@code -Dtallyspan.kill.rounds=100}.
 */
final class KillTest {

    private static final int ROUNDS = Integer.getInteger("tallyspan.kill.rounds", 5);
    private static final int CLIENTS = 4;
    private static final int BATCH = 20;

    @TempDir
    Path data;

    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger batches = new AtomicInteger();

    @Test
    void everythingThatWasAnsweredIsThereOnce() throws Exception {
        Random random = new Random(7);
        int unanswered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int before = answered.size();
            killDuringIngest(round, random.nextInt(400));
            Report report = Report.of(data, ReportQuery.by("event"));
            Set<String> events = new HashSet<>();
            for (ReportRow row : report.rows()) {
                assertThat(row.events()).isEqualTo(1);
                assertThat(row.duplicates()).as("nothing was sent twice").isZero();
                assertThat(events.add(row.dimension("event"))).isTrue();
            }
            Set<String> missing = new HashSet<>(answered);
            missing.removeAll(events);
            assertThat(missing).as("answered 200 and lost, round %d", round).isEmpty();
            assertThat(answered.size()).as("the round did something").isGreaterThan(before);
            unanswered = events.size() - answered.size();
        }
        System.out.println(
                "kill -9: " + ROUNDS + " rounds, " + answered.size() + " records answered 200, all there once; "
                        + unanswered + " more were committed and their answer was lost");
    }

    private void killDuringIngest(int round, int moreMillis) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (ServeProcess serve = ServeProcess.start(data)) {
            int before = answered.size();
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Sender sender = new Sender(serve.traces());
                running.add(clients.submit(() -> sendUntilItDies(sender, round)));
            }
            while (answered.size() == before) {
                Thread.sleep(1);
            }
            Thread.sleep(moreMillis);
            serve.kill();
            for (Future<?> client : running) {
                client.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private void sendUntilItDies(Sender sender, int round) {
        try {
            while (true) {
                int batch = batches.incrementAndGet();
                TestSpan[] spans = new TestSpan[BATCH];
                List<String> ids = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    String name = round + "/" + batch + "/" + i;
                    spans[i] = TestSpan.event(name);
                    ids.add(TestSpan.eventId(name));
                }
                if (sender.post(spans).statusCode() == 200) {
                    answered.addAll(ids);
                }
            }
        } catch (IOException e) {
            // killed, as planned
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
