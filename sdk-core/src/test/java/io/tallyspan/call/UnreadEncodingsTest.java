package io.tallyspan.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.http.Headers;
import io.tallyspan.reader.ContentEncoding;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in an encoding that nothing here undoes. */
class UnreadEncodingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip, br"})
    @SuppressWarnings("unchecked")
    void withoutTheLibraryTheUsageIsUnknownAndNothingElseSuffers(String encoding) throws Exception {
        try (WithoutLibraries loader = WithoutLibraries.of("com.github.luben.", "com.aayushatharva.")) {
            Function<String, String> probe = (Function<String, String>) loader.loadClass(MissingLibrary.class.getName())
                    .getConstructor()
                    .newInstance();
            assertThat(probe.apply(encoding)).isEqualTo("UNKNOWN UNKNOWN REPORTED 2 unread, 0 guarded");
        }
    }

    @Test
    void eachEncodingIsNamedOnceWithWhatWouldHelp() {
        Counters counters = new Counters();
        List<String> warnings = new ArrayList<>();
        UnreadEncodings unread = new UnreadEncodings(counters, warnings::add);
        for (String encoding : List.of("br", "zstd", "br", "compress", "gzip,br")) {
            unread.seen(ContentEncoding.of(Headers.of(Map.of("content-encoding", encoding))));
        }
        assertThat(warnings).hasSize(4);
        assertThat(warnings.get(0)).contains("'br'").contains("com.aayushatharva.brotli4j:brotli4j");
        assertThat(warnings.get(1)).contains("'zstd'").contains("com.github.luben:zstd-jni");
        assertThat(warnings.get(2)).contains("'compress'").contains("Accept-Encoding");
        assertThat(warnings.get(3)).contains("'gzip, br'").contains("brotli4j");
        assertThat(counters.get(Counter.UNREAD_ENCODINGS, "br")).isEqualTo(2);
    }
}
