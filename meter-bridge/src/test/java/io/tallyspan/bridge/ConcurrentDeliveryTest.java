package io.tallyspan.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.bridge.report.ReportQuery;
import io.tallyspan.bridge.report.ReportRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConcurrentDeliveryTest {

    private static final int CLIENTS = 16;
    private static final int EVENTS = 300;
    private static final int BATCH = 10;

    @TempDir
    Path data;

    @Test
    void sixteenClientsThatAllDeliverEverythingCountOnce() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (Bridge bridge = Bridge.start(BridgeOptions.in(data).withHttpPort(0))) {
            List<Future<Integer>> done = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                done.add(clients.submit(deliverEverything(bridge, new Random(client))));
            }
            for (Future<Integer> client : done) {
                assertThat(client.get()).isEqualTo(EVENTS);
            }
            ReportRow total =
                    bridge.report(ReportQuery.by("environment")).rows().get(0);

            assertThat(total.events()).isEqualTo(EVENTS);
            assertThat(total.calls()).isEqualTo(EVENTS);
            assertThat(total.duplicates()).isEqualTo((CLIENTS - 1L) * EVENTS);
            assertThat(total.conflicts()).isZero();
            assertThat(total.unit("input_tokens")).isEqualByComparingTo(Integer.toString(10 * EVENTS));
        } finally {
            clients.shutdownNow();
        }
    }

    private static Callable<Integer> deliverEverything(Bridge bridge, Random random) {
        return () -> {
            Sender sender = Sender.to(bridge);
            int start = random.nextInt(EVENTS);
            int delivered = 0;
            for (int i = 0; i < EVENTS; i += BATCH) {
                TestSpan[] batch = new TestSpan[BATCH];
                for (int j = 0; j < BATCH; j++) {
                    batch[j] = TestSpan.event("e" + (start + i + j) % EVENTS);
                }
                delivered += sender.post(batch).statusCode() == 200 ? BATCH : 0;
            }
            return delivered;
        };
    }
}
