package io.tallyspan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyspan.attribution.SpanDimension;
import io.tallyspan.id.Dialect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TallyspanConfigTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static TallyspanConfigBuilder with(Map<String, String> properties, Map<String, String> environment) {
        return TallyspanConfig.builder().systemProperties(properties).environment(environment);
    }

    private static TallyspanConfig of(String key, String value) {
        return with(Map.of(key, value), Map.of()).build();
    }

    @Test
    void codeWinsOverSystemPropertyOverEnvironmentOverFileOverDefault(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("tallyspan.properties"), """
                tallyspan.customer=file
                tallyspan.feature=file
                tallyspan.environment=file
                otel.service.name=file
                """);
        TallyspanConfig config = with(
                        Map.of(
                                "tallyspan.config-file", file.toString(),
                                "tallyspan.customer", "property",
                                "tallyspan.feature", "property"),
                        Map.of(
                                "TALLYSPAN_CUSTOMER", "environment",
                                "TALLYSPAN_FEATURE", "environment",
                                "TALLYSPAN_ENVIRONMENT", "environment"))
                .set(Setting.CUSTOMER, "code")
                .build();
        assertThat(config.customer()).isEqualTo("code");
        assertThat(config.feature()).isEqualTo("property");
        assertThat(config.resourceAttributes())
                .containsEntry("deployment.environment.name", "environment")
                .containsEntry("service.name", "file");
        assertThat(config.streamIdleTimeout()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void withNothingSetTheDefaultsHold() {
        TallyspanConfig config = with(Map.of(), Map.of("PATH", "/bin", "TALLYSPAN_FEATURE", "  "))
                .build();
        assertThat(config.enabled()).isTrue();
        assertThat(config.customer()).isNull();
        assertThat(config.feature()).isNull();
        assertThat(config.carrier().secrets().isEmpty()).isTrue();
        assertThat(config.trustsInboundTrace()).isFalse();
        assertThat(config.spanAttributes())
                .containsExactlyInAnyOrder(
                        SpanDimension.CUSTOMER, SpanDimension.FEATURE, SpanDimension.STEP, SpanDimension.RUN);
        assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.retryWindow()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.otlp().endpoint()).isEqualTo(URI.create("http://localhost:4318/v1/traces"));
        assertThat(config.resourceAttributes()).containsEntry("service.name", "unknown_service:java");
    }

    @Test
    void aMisspeltKeyNamesTheNearestRightOne_whereverItStands(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> of("tallyspan.custmer", "x"))
                .isInstanceOf(TallyspanConfigException.class)
                .hasMessageContaining("tallyspan.custmer in the system properties")
                .hasMessageContaining("did you mean tallyspan.customer?");
        assertThatThrownBy(
                        () -> with(Map.of(), Map.of("TALLYSPAN_STATEDIR", "x")).build())
                .hasMessageContaining("TALLYSPAN_STATEDIR in the environment")
                .hasMessageContaining("did you mean TALLYSPAN_STATE_DIR?");
        assertThatThrownBy(() -> TallyspanConfig.builder().set("tallyspan.genai.usag", "x"))
                .hasMessageContaining("tallyspan.genai.usag in code")
                .hasMessageContaining("tallyspan.genai.usage?");
        Path file = Files.writeString(folder.resolve("t.properties"), "tallyspan.hots=a=openai");
        assertThatThrownBy(() -> of("tallyspan.config-file", file.toString()))
                .hasMessageContaining("tallyspan.hots in " + file)
                .hasMessageContaining("tallyspan.hosts?");
        assertThat(with(Map.of("tallyspan.test.rounds", "5"), Map.of("TALLYSPAN_BRIDGE_TOKEN", "x"))
                        .build())
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tallyspan.enabled | yes | true or false",
                "tallyspan.export.queue-size | 0 | a whole number from 1",
                "tallyspan.export.batch-size | many | a whole number from 1",
                "tallyspan.shutdown-timeout | 5 years | a number with ms, s, m or h",
                "tallyspan.shutdown-timeout | 0s | more than 0",
                "tallyspan.genai.usage | sometimes | one of auto, always, never",
                "tallyspan.semconv | newest | one of default, latest",
                "tallyspan.signal | logs | not in this release",
                "tallyspan.span-attributes | customer,colour | one of customer, feature, step, run, user",
                "tallyspan.hosts | llm.local=openapi | with a dialect of openai, azure",
                "tallyspan.hosts | http://llm.local/=openai | host=dialect",
                "tallyspan.hosts | llm.local/a?b=openai | host/path=dialect",
                "tallyspan.carrier.hosts | https://a.example | without scheme or path",
                "otel.exporter.otlp.protocol | http/json | http/protobuf or grpc",
                "otel.exporter.otlp.endpoint | collector:4318 | an http or https URL",
                "otel.exporter.otlp.compression | brotli | one of gzip, none",
                "otel.resource.attributes | a=%zz | percent-encoded"
            })
    void aBadValueNamesKeyValueAndWhatWouldBeRight(String key, String value, String right) {
        assertThatThrownBy(() -> of(key, value))
                .isInstanceOf(TallyspanConfigException.class)
                .hasMessageContaining(key + "=" + value)
                .hasMessageContaining(right);
    }

    @Test
    void hostsMapToDialects() {
        assertThat(of("tallyspan.hosts", "LLM.local=compatible, llm.local:8443=litellm ,[::1]:11434=ollama")
                        .hosts())
                .isEqualTo(Map.of(
                        "llm.local",
                        Dialect.COMPATIBLE,
                        "llm.local:8443",
                        Dialect.LITELLM,
                        "[::1]:11434",
                        Dialect.OLLAMA));
    }

    @Test
    void secretsComeFromSettingOrFileAndAreNeverShown(@TempDir Path folder) throws Exception {
        TallyspanConfig config = with(
                        Map.of(),
                        Map.of(
                                "TALLYSPAN_CARRIER_SECRETS", "new:" + SECRET + ",old:x" + SECRET,
                                "OTEL_EXPORTER_OTLP_HEADERS", "authorization=" + SECRET))
                .build();
        assertThat(config.carrier().secrets().isEmpty()).isFalse();
        assertThat(config.carrier().secrets().toString()).contains("new").contains("old");
        assertThat(config.otlp().headers()).containsEntry("authorization", SECRET);
        assertThat(config + "" + config.carrier() + config.otlp()).doesNotContain(SECRET);
        Path file = Files.writeString(folder.resolve("secrets"), "new:" + SECRET + "\n\nold:x" + SECRET + "\n");
        assertThat(of("tallyspan.carrier.secrets-file", file.toString())
                        .carrier()
                        .secrets())
                .hasToString(config.carrier().secrets().toString());
    }

    @Test
    void badSecretsAreRefusedWithoutShowingThem() {
        for (String bad : new String[] {
            "k:tooshort",
            SECRET,
            ":" + SECRET,
            "a:" + SECRET + ",a:x" + SECRET,
            "a:" + SECRET + ",b:" + SECRET + ",c:" + SECRET
        }) {
            assertThatThrownBy(() -> of("tallyspan.carrier.secrets", bad))
                    .isInstanceOf(TallyspanConfigException.class)
                    .message()
                    .doesNotContain(SECRET)
                    .doesNotContain("tooshort");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://c:4318, http://c:4318/v1/traces",
        "http://c:4318/, http://c:4318/v1/traces",
        "https://c/otlp, https://c/otlp/v1/traces",
        "https://c/otlp/, https://c/otlp/v1/traces"
    })
    void theBaseEndpointGetsThePath(String base, String expected) {
        assertThat(of("otel.exporter.otlp.endpoint", base).otlp().endpoint()).hasToString(expected);
    }

    @Test
    void settingsForTracesWinOverGeneralOnes() {
        OtlpSettings otlp = with(
                        Map.of("otel.exporter.otlp.endpoint", "http://general", "otel.exporter.otlp.timeout", "1s"),
                        Map.of(
                                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://traces/x",
                                "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "a=1",
                                "OTEL_EXPORTER_OTLP_HEADERS", "b=2",
                                "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "2500",
                                "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "none"))
                .build()
                .otlp();
        assertThat(otlp.endpoint()).hasToString("http://traces/x");
        assertThat(otlp.headers()).isEqualTo(Map.of("a", "1"));
        assertThat(otlp.timeout()).isEqualTo(Duration.ofMillis(2500));
        assertThat(otlp.gzip()).isFalse();
    }

    @Test
    void grpcHasAnotherDefaultPortAndNoPath() {
        assertThat(of("otel.exporter.otlp.protocol", "grpc").otlp().endpoint()).hasToString("http://localhost:4317");
    }
}
