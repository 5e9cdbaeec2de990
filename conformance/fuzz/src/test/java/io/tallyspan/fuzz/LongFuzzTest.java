package io.tallyspan.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten minutes, with -Pfuzz. */
class LongFuzzTest {

    static Stream<byte[]> seeds() {
        return Seeds.all();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void readersBearWhateverComes(byte[] input) {
        ReaderHarness.read(input);
    }
}
