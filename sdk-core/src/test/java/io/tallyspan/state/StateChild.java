package io.tallyspan.state;

import io.tallyspan.attribution.Attribution;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import io.tallyspan.runtime.IdSource;
import io.tallyspan.runtime.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a test runs in another process or in another class loader. */
public final class StateChild {

    static final Attribution SUBMITTER =
            new Attribution("globex", null, "run-c", "execution-c", "", "", "agent", null, Map.of());

    private StateChild() {}

    /** Submits, says {@code written}, and waits to be killed. */
    public static void main(String[] args) throws InterruptedException {
        Guard guard = new Guard(new Counters());
        StateDirectory directory = StateDirectory.open(Path.of(args[0]), IdSource.random(), guard);
        new BackgroundResponses(directory, TimeSource.system(), guard).submitted("resp_child", SUBMITTER);
        System.out.println(directory.flush(Duration.ofSeconds(20)) ? "written" : "not written");
        Thread.sleep(Long.MAX_VALUE);
    }

    /** A short life beside others. */
    public static void openAdoptAndClose(String base) {
        Guard guard = new Guard(new Counters());
        StateDirectory directory = StateDirectory.open(Path.of(base), IdSource.random(), guard);
        BackgroundResponses responses = new BackgroundResponses(directory, TimeSource.system(), guard);
        directory.adoptAbandoned(List.of(responses));
        if (!directory.flush(Duration.ofSeconds(20))
                || directory.siblings().isEmpty()
                || responses.submitter("resp_1") == null) {
            throw new AssertionError("the neighbour is not to be seen");
        }
        directory.close();
    }
}
