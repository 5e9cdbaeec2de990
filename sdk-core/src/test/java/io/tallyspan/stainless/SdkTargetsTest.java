package io.tallyspan.stainless;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import java.util.List;
import org.junit.jupiter.api.Test;

class SdkTargetsTest {

    private final SdkTargets targets = new SdkTargets();

    private String url(String base, String... segments) {
        RequestTarget target = targets.target("POST", base, List.of(segments), Headers.none());
        return target.urlWithoutQuery();
    }

    @Test
    void segmentsComeAfterTheBasePath() {
        assertThat(url("https://api.openai.com/v1", "chat", "completions"))
                .isEqualTo("https://api.openai.com/v1/chat/completions");
        assertThat(url("https://api.openai.com/v1/", "chat", "completions"))
                .isEqualTo("https://api.openai.com/v1/chat/completions");
        assertThat(url("http://localhost:1234", "v1", "messages")).isEqualTo("http://localhost:1234/v1/messages");
        assertThat(url("https://host/?api-version=1")).isEqualTo("https://host/");
    }

    @Test
    void segmentsAreEncodedAsTheTransportsDo() {
        assertThat(url("https://host", "a b", "c/d", "ü")).isEqualTo("https://host/a%20b/c%2Fd/%C3%BC");
        assertThat(url("https://host", "models", "gpt-4o:ft~x")).isEqualTo("https://host/models/gpt-4o:ft~x");
    }
}
