package io.tallyspan.testing.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.id.Dialect;
import io.tallyspan.testing.SuiteRun;
import io.tallyspan.usage.AttemptSource;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A kit that everything passes proves nothing: each defect must fail the cases made for it, and only for its sake, so a
 * case that it does not touch must pass.
 */
class BrokenIntegrationTest {

    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(3);

    private static final String CONTROL = "twoIdenticalPromptsInOneStepAreTwoCalls";

    private static final KitOptions OPTIONS = KitOptions.of(Dialect.OPENAI, AttemptSource.INFERRED);

    @Test
    void readingAheadFails() {
        assertFails(ReadsAhead.class, "theFirstPieceReachesTheCallerBeforeTheSecondIsSent");
    }

    @Test
    void changingBytesFails() {
        SuiteRun run = SuiteRun.of(ChangesBytes.class, "theCallerGetsExactlyWhatTheBareClientGives");
        assertThat(run.failed()).hasSize(1);
    }

    @Test
    void addingAHeaderFails() {
        assertFails(AddsHeader.class, "theRequestIsSentAsTheBareClientSendsIt");
    }

    @Test
    void lateAttributionFails() {
        SuiteRun run = SuiteRun.of(
                LateAttribution.class,
                "attributionIsThatOfTheMomentOfTheCall",
                "attributionComesFromTheScopesAroundTheCall");
        assertThat(run.failed()).hasSize(2);
    }

    @Test
    void leakingAScopeFails() {
        SuiteRun run = SuiteRun.of(LeaksScope.class, "withoutAScopeTheEventIsThereAndUnattributed");
        assertThat(run.failed()).hasSize(1);
        assertThat(run.failed().values()).singleElement().asString().contains("scope");
    }

    @Test
    void wrappingExceptionsFails() {
        assertFails(
                WrapsExceptions.class,
                "theApplicationsExceptionIsTheSameInstance",
                "whatTheCallersCallbackThrowsIsTheSameInstance");
    }

    @Test
    void pinningTheClassLoaderFails() {
        assertFails(PinsClassLoader.class, "theClassLoaderCanBeCollected");
    }

    @Test
    void tellingTheEndOfTheRequestTooEarlyFails() {
        assertFails(SentTooEarly.class, "aRequestThatNeverLeftIsAnErrorAndNoEvent");
    }

    @Test
    void hidingTheHandleFails() {
        assertFails(HidesHandle.class, "wrappedTwiceIsObservedOnce");
    }

    @Test
    void notTellingTheEndFails() {
        SuiteRun run = SuiteRun.of(NoEnd.class, "withoutAScopeTheEventIsThereAndUnattributed");
        assertThat(run.failed().values()).singleElement().asString().contains("expected 1 records, got 0");
    }

    @Test
    void notTellingAFailureFails() {
        assertFails(NoFailure.class, "aStreamResetMidwayIsCutAndFailsForTheCallerToo");
    }

    @Test
    void notTellingThatAStreamWasClosedFails() {
        assertFails(NoClose.class, "aStreamClosedEarlyIsCut");
    }

    private static void assertFails(Class<?> suite, String... cases) {
        assertThat(SuiteRun.of(suite, cases).failed()).containsOnlyKeys(cases);
        assertThat(SuiteRun.of(suite, CONTROL).passed()).containsExactly(CONTROL);
    }

    static class ReadsAhead extends BrokenStream {
        ReadsAhead() {
            super(Defect.READS_AHEAD);
        }
    }

    static class ChangesBytes extends BrokenStream {
        ChangesBytes() {
            super(Defect.CHANGES_BYTES);
        }
    }

    static class AddsHeader extends BrokenStream {
        AddsHeader() {
            super(Defect.ADDS_HEADER);
        }
    }

    static class LeaksScope extends BrokenStream {
        LeaksScope() {
            super(Defect.LEAKS_SCOPE);
        }
    }

    static class WrapsExceptions extends BrokenStream {
        WrapsExceptions() {
            super(Defect.WRAPS_EXCEPTIONS);
        }
    }

    static class PinsClassLoader extends BrokenStream {
        PinsClassLoader() {
            super(Defect.PINS_CLASS_LOADER);
        }
    }

    static class SentTooEarly extends BrokenStream {
        SentTooEarly() {
            super(Defect.SENT_TOO_EARLY);
        }
    }

    static class HidesHandle extends BrokenStream {
        HidesHandle() {
            super(Defect.HIDES_HANDLE);
        }
    }

    static class NoEnd extends BrokenStream {
        NoEnd() {
            super(Defect.NO_END);
        }
    }

    static class NoFailure extends BrokenStream {
        NoFailure() {
            super(Defect.NO_FAILURE);
        }
    }

    static class NoClose extends BrokenStream {
        NoClose() {
            super(Defect.NO_CLOSE);
        }
    }

    abstract static class BrokenStream extends StreamingClientSuite {

        private final Set<Defect> defects;

        BrokenStream(Defect defect) {
            defects = Set.of(defect);
        }

        @Override
        Duration patience() {
            return SHORT_PATIENCE;
        }

        @Override
        protected KitOptions options() {
            return OPTIONS;
        }

        @Override
        protected KitClient open(ClientSetup setup) {
            return new UrlConnectionClient(setup, false, defects);
        }
    }

    static class LateAttribution extends AsyncClientSuite {

        @Override
        Duration patience() {
            return SHORT_PATIENCE;
        }

        @Override
        protected KitOptions options() {
            return OPTIONS;
        }

        @Override
        protected KitClient open(ClientSetup setup) {
            return new UrlConnectionClient(setup, false, Set.of(Defect.LATE_ATTRIBUTION));
        }
    }
}
