package io.tallyspan.bridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.usage.Quality;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class VerdictTest {

    @ParameterizedTest
    @EnumSource
    void aSecondRecordIsJudgedByQualityAndThenByDigest(Quality first) {
        for (Quality second : Quality.values()) {
            boolean better = second.isBetterThan(first);

            assertThat(Verdict.on("a", first, "a", second)).isEqualTo(better ? Verdict.SUPERSEDES : Verdict.DUPLICATE);
            assertThat(Verdict.on("a", first, "b", second)).isEqualTo(better ? Verdict.SUPERSEDES : Verdict.CONFLICT);
        }
    }
}
