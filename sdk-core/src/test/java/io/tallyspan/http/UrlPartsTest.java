package io.tallyspan.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlPartsTest {

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, https, api.openai.com, 443, /v1",
        "http://127.0.0.1:8080, http, 127.0.0.1, 8080, /",
        "HTTPS://API.Example.COM/V1?a=/b#c, https, api.example.com, 443, /V1",
        "http://user:p@ss@host:81/x, http, host, 81, /x",
        "http://[::1]:8080/x, http, ::1, 8080, /x",
        "http://[2001:db8::1]/x, http, 2001:db8::1, 80, /x",
        "http://my_host:9/a%20b, http, my_host, 9, /a%20b",
        "http://host:/x, http, host, 80, /x",
        "http://host?q=a:1/b, http, host, 80, /",
    })
    void partsAreAsWritten(String url, String scheme, String host, int port, String path) {
        assertThat(UrlParts.of(url)).isEqualTo(new UrlParts(scheme, host, port, path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/v1", "host/v1", "http://", "http:///x", "http://host:eighty/"})
    void whatIsNoAbsoluteUrlIsRefused(String url) {
        assertThatThrownBy(() -> UrlParts.of(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTargetHasNoQueryInItsUrl() {
        RequestTarget target = UrlParts.of("https://host:8443/a?b=c").target("POST", Headers.none());

        assertThat(target.urlWithoutQuery()).isEqualTo("https://host:8443/a");
    }
}
