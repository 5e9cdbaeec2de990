package io.tallyspan.testing.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.testing.provider.Reply;
import io.tallyspan.usage.Outcome;
import io.tallyspan.usage.Quality;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the outcome table that every way of calling can meet. */
abstract class OutcomeCases extends AttributionCases {

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 429, 500, 503, 529})
    void refusalsAreAttemptsThatNobodyBilled(int status) {
        provider().script().next(Reply.error(status));

        assertThat(failureOf(() -> call(client(), "hello"))).isNotNull();

        var exchange = recorder.awaitOne()
                .isNoEvent()
                .ended(Outcome.ERROR, Quality.UNKNOWN)
                .hasStatus(status)
                .get()
                .exchange();
        assertThat(exchange.errorType()).isNotBlank();
        assertThat(provider().books().billed()).isEmpty();
    }

    @Test
    void anErrorBodyUnderStatus200IsAnError() {
        provider().script().next(Reply.errorWithStatus200());

        callWhateverComes(client(), "hello");

        recorder.awaitOne().isNoEvent().ended(Outcome.ERROR, Quality.UNKNOWN).hasStatus(200);
    }

    @Test
    void aTimeoutAfterTheRequestWasSentIsNoResponse() {
        provider().script().next(Reply.timesOut());

        assertThat(failureOf(() -> call(client(setup().patience(SHORT)), "hello")))
                .isNotNull();

        recorder.awaitOne()
                .isEvent()
                .hasRule(3)
                .ended(Outcome.NO_RESPONSE, Quality.UNKNOWN)
                .hasStatus(0);
        assertThat(provider().books().unobservable()).hasSize(1);
    }

    @Test
    void aResetBeforeTheHeadersIsNoResponse() {
        provider().script().on(request -> true).always(Reply.resetBeforeHeaders());

        assertThat(failureOf(() -> call(client(), "hello"))).isNotNull();

        recorder.awaitOne().isEvent().hasRule(3).ended(Outcome.NO_RESPONSE, Quality.UNKNOWN);
    }

    @Test
    void aRequestThatNeverLeftIsAnErrorAndNoEvent() throws Exception {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0)) {
            closedPort = socket.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + closedPort);
        var observing =
                newTallyspan(builderFor("127.0.0.1:" + closedPort, dialect()).sink(recorder));

        assertThat(failureOf(() -> call(client(setup().at(nobody).layered(observing)), "hello")))
                .isNotNull();

        recorder.awaitOne().isNoEvent().ended(Outcome.ERROR, Quality.UNKNOWN).hasStatus(0);
    }

    @Test
    void theApplicationsExceptionIsTheSameInstance() {
        requires(Ability.FAILURES);
        IOException failure = new IOException("the transport's own");

        Throwable bare = failureOf(() -> call(client(setup().layered().failing(failure)), "hello"));
        Throwable observed = failureOf(() -> call(client(setup().failing(failure)), "hello"));

        assertThat(depthOf(failure, bare)).isNotNegative();
        assertThat(depthOf(failure, observed)).isEqualTo(depthOf(failure, bare));
        assertThat(failure.getSuppressed()).isEmpty();
        assertThat(recorder.await(1).get(0).outcome()).isNotEqualTo(Outcome.OK);
    }

    /** How many exceptions stand around {@code wanted}; -1 if it is not in the chain. */
    private static int depthOf(Throwable wanted, @Nullable Throwable thrown) {
        int depth = 0;
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t == wanted) {
                return depth;
            }
            depth++;
        }
        return -1;
    }
}
