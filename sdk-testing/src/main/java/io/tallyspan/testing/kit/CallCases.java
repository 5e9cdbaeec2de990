package io.tallyspan.testing.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import io.tallyspan.Tallyspan;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.runtime.Counter;
import io.tallyspan.testing.provider.Gate;
import io.tallyspan.testing.provider.Reply;
import io.tallyspan.usage.AttemptSource;
import io.tallyspan.usage.UsageRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is one call and what are two, and under which ids. */
abstract class CallCases extends OutcomeCases {

    private static final String RETRY_COUNT = "X-Stainless-Retry-Count";
    private static final Reply REFUSED = Reply.rateLimited(Duration.ofSeconds(0));

    @Test
    void twoIdenticalPromptsInOneStepAreTwoCalls() throws Exception {
        KitClient client = client();

        try (AttributionScope run = tallyspan().run("agent").open()) {
            call(client, "hello");
            call(client, "hello");
        }

        List<UsageRecord> records = recorder.await(2);
        assertThat(callIds(records)).hasSize(2);
        assertThat(eventIds(records)).hasSize(2);
        assertThat(records).extracting(record -> record.attempt().number()).containsOnly(1);
    }

    @Test
    void theClientsOwnRetriesAreAttemptsOfOneCall() throws Exception {
        requires(Ability.RETRIES);
        provider().script().next(REFUSED, REFUSED, Reply.ok());

        KitClient client = client(setup().retrying(2));
        String run;
        try (AttributionScope scope = tallyspan().run("agent").customer("acme").open();
                AttributionScope step = tallyspan().step("plan").open()) {
            run = tallyspan()
                    .attributor()
                    .origin(Context.current())
                    .attribution()
                    .runId();
            call(client, "hello");
        }

        List<UsageRecord> attempts = attemptsOfOneCall(3);
        // Retries may run on a timer's thread, which knows nothing of the caller.
        assertThat(attempts).allSatisfy(attempt -> {
            assertThat(attempt.attribution().customerId()).isEqualTo("acme");
            assertThat(attempt.attribution().runId()).isEqualTo(run);
            assertThat(attempt.attribution().stepPath()).isEqualTo("plan");
        });
        AttemptSource source = options().attemptSource();
        assertRecord(attempts.get(0)).isAttempt(1, source).isNoEvent();
        assertRecord(attempts.get(1)).isAttempt(2, source).isNoEvent();
        assertRecord(attempts.get(2)).isAttempt(3, source).isEvent();
    }

    @Test
    void anAnswerThatATimeoutHidIsAnEventOfTheSameCall() throws Exception {
        requires(Ability.RETRIES);
        requires(Ability.RETRIES_LOST_CONNECTIONS);
        provider().script().next(Reply.resetBeforeHeaders(), Reply.ok());

        call(client(setup().retrying(1)), "hello");

        List<UsageRecord> attempts = attemptsOfOneCall(2);
        assertThat(attempts).allMatch(UsageRecord::isEvent);
        assertThat(eventIds(attempts)).hasSize(2);
        assertThat(provider().books().unobservable()).hasSize(1);
        assertThat(provider().books().observable()).hasSize(1);
    }

    @Test
    void anUnmarkedRetryByTheApplicationJoinsTheFailedCall() throws Exception {
        provider().script().next(REFUSED, Reply.ok());
        KitClient client = client();

        try (AttributionScope run = tallyspan().run("agent").open()) {
            assertThat(failureOf(() -> call(client, "hello"))).isNotNull();
            call(client, "hello");
        }

        List<UsageRecord> attempts = recorder.await(2);
        if (options().attemptSource() == AttemptSource.WRAPPER) {
            // A seam above the wire that is entered twice has made two calls.
            assertThat(callIds(attempts)).hasSize(2);
        } else {
            assertThat(callIds(attempts)).hasSize(1);
            assertThat(attempts.get(1).attempt().number()).isEqualTo(2);
        }
    }

    @Test
    void aMarkedRetryJoinsTheFailedCall() throws Exception {
        requires(Ability.HEADERS);
        provider().script().next(REFUSED, Reply.ok());
        KitClient first = client(setup().header(RETRY_COUNT, "0"));
        KitClient second = client(setup().header(RETRY_COUNT, "1"));

        try (AttributionScope run = tallyspan().run("agent").open()) {
            assertThat(failureOf(() -> call(first, "hello"))).isNotNull();
            call(second, "hello");
        }

        List<UsageRecord> attempts = attemptsOfOneCall(2);
        assertRecord(attempts.get(0)).isAttempt(1, AttemptSource.MARKER).isNoEvent();
        assertRecord(attempts.get(1)).isAttempt(2, AttemptSource.MARKER).isEvent();
    }

    @Test
    void afterAFailureAnotherPromptIsAnotherCall() throws Exception {
        provider().script().next(REFUSED, Reply.ok());
        KitClient client = client();

        try (AttributionScope run = tallyspan().run("agent").open()) {
            assertThat(failureOf(() -> call(client, "hello"))).isNotNull();
            call(client, "goodbye");
        }

        assertThat(callIds(recorder.await(2))).hasSize(2);
    }

    @Test
    void aHedgedRequestIsACallOfItsOwn() throws Exception {
        Gate gate = new Gate();
        provider().script().on(request -> true).always(Reply.ok().gate(gate));
        KitClient client = client();
        ExecutorService threads = Executors.newFixedThreadPool(2);

        try (AttributionScope run = tallyspan().run("agent").open()) {
            ExecutorService inRun = run.context().wrap(threads);
            List<Future<String>> hedged = new ArrayList<>();
            hedged.add(inRun.submit(() -> call(client, "hello")));
            hedged.add(inRun.submit(() -> call(client, "hello")));
            provider().awaitRequests(2, PATIENCE);
            gate.open();
            for (Future<String> answer : hedged) {
                answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdown();
        }

        List<UsageRecord> records = recorder.await(2);
        assertThat(callIds(records)).hasSize(2);
        assertThat(records).allMatch(record -> record.attempt().number() == 1);
    }

    @Test
    void anAnswerOutOfACacheIsNoSecondEvent() throws Exception {
        provider().script().on(request -> true).always(Reply.ok().cached());
        KitClient client = client();

        assertThat(call(client, "hello")).isEqualTo(call(client, "hello"));

        recorder.awaitOne().isEvent().hasRule(1);
        assertThat(tallyspan().counters().get(Counter.REPLAYS)).isEqualTo(1);
    }

    @Test
    void aReplayUnderTheOldExecutionGivesTheSameIds() throws Exception {
        // Weak ids: what is left is rule 3, which rests on the call alone.
        Reply weak = Reply.ok().id("chatcmpl-42").header("x-request-id", "").header("request-id", "");
        provider().script().on(request -> true).always(weak);
        List<UsageRecord> first = inExecution("execution-1");
        List<UsageRecord> again = inExecution("execution-1");
        List<UsageRecord> other = inExecution("execution-2");

        assertThat(eventIds(first)).hasSize(3).isEqualTo(eventIds(again)).doesNotContainAnyElementsOf(eventIds(other));
        assertThat(callIds(first)).hasSize(3).isEqualTo(callIds(again)).doesNotContainAnyElementsOf(callIds(other));
        first.forEach(record -> assertRecord(record).hasRule(3));
    }

    @Test
    void parallelBranchesGiveTheSameIdsInAnyOrder() throws Exception {
        List<UsageRecord> forwards = inBranches(List.of(0, 1, 2, 3, 4, 5, 6, 7));
        provider().reset();
        List<UsageRecord> backwards = inBranches(List.of(7, 6, 5, 4, 3, 2, 1, 0));

        assertThat(callIds(forwards)).hasSize(24).isEqualTo(callIds(backwards));
        assertThat(eventIds(forwards)).hasSize(24).isEqualTo(eventIds(backwards));
    }

    private List<UsageRecord> inExecution(String execution) throws Exception {
        List<UsageRecord> records = new ArrayList<>();
        Tallyspan once = newTallyspan(records::add);
        KitClient client = client(setup().layered(once));
        try (AttributionScope run =
                once.run("agent").runId("run-1").executionId(execution).open()) {
            call(client, "hello");
            call(client, "hello");
            try (AttributionScope step = once.step("research").open()) {
                call(client, "hello");
            }
        }
        once.close();
        return records;
    }

    private List<UsageRecord> inBranches(List<Integer> order) throws Exception {
        List<UsageRecord> records = Collections.synchronizedList(new ArrayList<>());
        Tallyspan once = newTallyspan(records::add);
        KitClient client = client(setup().layered(once));
        ExecutorService threads = Executors.newFixedThreadPool(order.size());
        try (AttributionScope run =
                once.run("agent").runId("run-1").executionId("execution-1").open()) {
            ExecutorService inRun = Context.current().wrap(threads);
            List<Future<?>> branches = new ArrayList<>();
            for (int branch : order) {
                branches.add(inRun.submit(() -> {
                    try (AttributionScope step =
                            once.step("branch").key("b" + branch).open()) {
                        call(client, "the same in all branches");
                        call(client, "the same in all branches");
                        call(client, "in branch " + branch);
                    }
                    return branch;
                }));
            }
            for (Future<?> branch : branches) {
                branch.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdown();
        }
        once.close();
        return List.copyOf(records);
    }

    private List<UsageRecord> attemptsOfOneCall(int count) {
        List<UsageRecord> records = recorder.await(count);
        assertThat(callIds(records)).hasSize(1);
        return records.stream()
                .sorted(Comparator.comparingInt(record -> record.attempt().number()))
                .toList();
    }
}
