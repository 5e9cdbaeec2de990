package io.tallyspan.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A minute in the build; without JAZZER_FUZZ every seed once. */
class ShortFuzzTest {

    static Stream<byte[]> seeds() {
        return Seeds.all();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "1m")
    void readersBearWhateverComes(byte[] input) {
        ReaderHarness.read(input);
    }
}
