package io.tallyspan.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.http.Headers;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryMarkerTest {

    @Test
    void requestWithoutMarkersIsNotNumbered() {
        assertThat(RetryMarker.of(Headers.none())).isEqualTo(new RetryMarker(false, false, null));
    }

    @ParameterizedTest
    @CsvSource({"0,false", "00,false", "1,true", "12,true", "x,false", "-1,false", "'',false", "99999999999,false"})
    void stainlessCountsItsRetries(String count, boolean retry) {
        assertThat(RetryMarker.of(headers("x-stainless-retry-count", count)))
                .isEqualTo(new RetryMarker(true, retry, null));
    }

    @ParameterizedTest
    @CsvSource({"attempt=1; max=4,false", "attempt=2; max=4,true", "ttl=x; attempt=3,true", "attempt=;,false"})
    void awsCountsAttemptsOfOneInvocation(String value, boolean retry) {
        assertThat(RetryMarker.of(headers("amz-sdk-request", value, "amz-sdk-invocation-id", "i-1")))
                .isEqualTo(new RetryMarker(true, retry, "i-1"));
    }

    @Test
    void azureKeepsOneIdOverAllAttempts() {
        RetryMarker first = RetryMarker.of(headers("x-ms-client-request-id", "c-1"));
        RetryMarker second = RetryMarker.of(headers("x-ms-client-request-id", "c-1"));
        RetryMarker other = RetryMarker.of(headers("x-ms-client-request-id", "c-2"));
        assertThat(second.follows(first)).isTrue();
        assertThat(other.follows(first)).isFalse();
    }

    @Test
    void anotherInvocationIsNoRetryWhateverItsNumber() {
        RetryMarker first = RetryMarker.of(headers("amz-sdk-request", "attempt=1", "amz-sdk-invocation-id", "i-1"));
        RetryMarker other = RetryMarker.of(headers("amz-sdk-request", "attempt=2", "amz-sdk-invocation-id", "i-2"));
        assertThat(other.follows(first)).isFalse();
    }

    static Headers headers(String... namesAndValues) {
        Map<String, String> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Headers() {
            @Override
            public @Nullable String first(String name) {
                return map.get(name);
            }

            @Override
            public void forEach(BiConsumer<String, String> consumer) {
                map.forEach(consumer);
            }
        };
    }
}
