package io.tallyspan.conformance.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.conformance.books.BooksRun;
import io.tallyspan.conformance.books.ScriptedProviders;
import io.tallyspan.usage.Unit;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than two hundred calls for four customers at the same time: the ledger has what the providers' books have. */
class BooksTest {

    private final ScriptedProviders providers = new ScriptedProviders();
    private NaiveCount naive = new NaiveCount();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        providers.close();
    }

    @Test
    void theLedgerHasWhatTheBooksHaveAndTimingChangesNothing() throws Exception {
        BooksRun first = run(1);
        BooksRun second = run(2);

        for (BooksRun ran : List.of(first, second)) {
            assertThat(ran.books().size()).isGreaterThanOrEqualTo(200);
            assertThat(ran.proof().differences()).isEmpty();
            assertThat(ran.proof().unseen()).as("timeouts and cancels").isEqualTo(2 * BooksRun.CUSTOMERS.size());
        }
        assertThat(second.structure()).as("whatever the timing").containsExactlyElementsOf(first.structure());
    }

    @Test
    void whatSpringAiCountsItselfIsWrong() throws Exception {
        BooksRun ran = run(3);

        NaiveCount.Sum answers = naive.ofAnswers();
        NaiveCount.Sum observations = naive.ofObservations();
        System.out.printf(
                "input and output tokens: billed %,d and %,d in %d answers, in the ledger %,d and %,d,"
                        + " the observations' %,d and %,d, the answers' %,d and %,d%n",
                ran.billed().get(Unit.INPUT_TOKENS),
                ran.billed().get(Unit.OUTPUT_TOKENS),
                ran.books().size(),
                ran.observable().get(Unit.INPUT_TOKENS),
                ran.observable().get(Unit.OUTPUT_TOKENS),
                observations.input(),
                observations.output(),
                answers.input(),
                answers.output());
        assertThat(observations.input())
                .as("too little with 2.x, and with 1.x each round of a loop with those before it")
                .isNotEqualTo(ran.observable().get(Unit.INPUT_TOKENS));
        assertThat(answers.input()).isNotEqualTo(observations.input());
    }

    private BooksRun run(long timing) throws Exception {
        naive = new NaiveCount();
        return BooksRun.of(
                timing,
                providers,
                directory.resolve("ledger-" + timing),
                builder -> new Newsroom(builder.build(), providers, naive));
    }
}
