package io.tallyspan.stainless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class RelayedFutureTest {

    private final List<String> abandoned = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final CompletableFuture<String> source = new CompletableFuture<>();
    private final CompletableFuture<String> relayed =
            RelayedFuture.relay(source, r -> "observed " + r, abandoned::add, failures::add);

    @Test
    void theResponseIsHandedOnObserved() {
        source.complete("response");

        assertThat(relayed.join()).isEqualTo("observed response");
        assertThat(failures).isEmpty();
    }

    @Test
    void theVeryExceptionIsHandedOnAndReportedBefore() {
        IOException error = new IOException("reset");
        List<Integer> reportedWhenHeard = new ArrayList<>();
        var unused = relayed.whenComplete((response, e) -> reportedWhenHeard.add(failures.size()));

        source.completeExceptionally(error);

        assertThat(failures).containsExactly(error);
        assertThat(reportedWhenHeard).containsExactly(1);
        assertThat(catchThrowable(relayed::join))
                .isInstanceOf(CompletionException.class)
                .hasCause(error);
    }

    @Test
    void cancellingReachesTheTransport() {
        relayed.cancel(true);

        assertThat(source).isCancelled();
        assertThat(failures).hasSize(1);
    }

    @Test
    void aTimeoutFromAboveReachesTheTransport() {
        TimeoutException error = new TimeoutException();
        relayed.completeExceptionally(error);

        assertThat(source).isCompletedExceptionally();
        assertThat(failures).containsExactly(error);
    }

    @Test
    void aResponseThatNobodyTakesIsClosed() {
        relayed.complete("somebody else's");

        source.complete("response");

        assertThat(abandoned).containsExactly("observed response");
    }
}
