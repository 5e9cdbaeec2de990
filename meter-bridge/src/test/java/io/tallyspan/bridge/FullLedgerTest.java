package io.tallyspan.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.bridge.report.ReportQuery;
import io.tallyspan.bridge.report.ReportRow;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite answers {@code SQLITE_FULL} at its own limit as it does on a full disk. */
final class FullLedgerTest {

    private static final int BATCH = 50;

    @TempDir
    Path data;

    @Test
    void aFullLedgerSendsBackWhatItCannotCommitAndLosesNothing() throws Exception {
        BridgeOptions options = BridgeOptions.in(data).withHttpPort(0);
        List<byte[]> sentBack = new ArrayList<>();
        int committed = 0;
        try (Bridge bridge = Bridge.start(options.withMaxLedgerBytes(600_000))) {
            Sender sender = Sender.to(bridge);
            for (int i = 0; sentBack.size() < 3; i++) {
                byte[] request = TestSpan.request(batch(i));
                HttpResponse<byte[]> answer = sender.post(request);
                if (answer.statusCode() == 200) {
                    committed += BATCH;
                } else {
                    assertThat(answer.statusCode()).isEqualTo(503);
                    assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
                    sentBack.add(request);
                }
            }
            assertThat(committed).isPositive();
            assertThat(total(bridge).events()).isEqualTo(committed);
        }

        try (Bridge bridge = Bridge.start(options)) {
            for (byte[] request : sentBack) {
                assertThat(Sender.to(bridge).post(request).statusCode()).isEqualTo(200);
            }
            assertThat(total(bridge).events()).isEqualTo(committed + 3L * BATCH);
            assertThat(total(bridge).duplicates()).isZero();
        }
    }

    private static TestSpan[] batch(int number) {
        TestSpan[] spans = new TestSpan[BATCH];
        for (int i = 0; i < BATCH; i++) {
            spans[i] = TestSpan.event(number + "-" + i);
        }
        return spans;
    }

    private static ReportRow total(Bridge bridge) throws Exception {
        return bridge.report(ReportQuery.by("environment")).rows().get(0);
    }
}
