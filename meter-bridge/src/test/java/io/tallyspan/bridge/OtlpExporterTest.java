package io.tallyspan.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.tallyspan.bridge.http.BridgeCounter;
import io.tallyspan.bridge.report.ReportQuery;
import io.tallyspan.bridge.report.ReportRow;
import io.tallyspan.semconv.GenAiAttributes;
import io.tallyspan.semconv.TallyspanAttributes;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exporter that OpenTelemetry itself ships. */
final class OtlpExporterTest {

    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "none"})
    void theStockExporterIsUnderstoodAndSatisfied(String compression) throws Exception {
        try (Bridge bridge = Bridge.start(BridgeOptions.in(data).withHttpPort(0));
                OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                        .setEndpoint(bridge.tracesEndpoint().toString())
                        .setCompression(compression)
                        .build();
                SdkTracerProvider tracers = SdkTracerProvider.builder()
                        .setResource(Resource.builder()
                                .put("service.name", "desk")
                                .put("deployment.environment.name", "prod")
                                .build())
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build()) {
            Tracer tracer = tracers.get(TallyspanAttributes.SCOPE_NAME);
            tracer.spanBuilder("somebody else's").startSpan().end();
            tracer.spanBuilder("chat gpt-4o")
                    .setAttribute(TallyspanAttributes.SCHEMA, 1L)
                    .setAttribute(
                            TallyspanAttributes.EVENT_ID, UUID.randomUUID().toString())
                    .setAttribute(TallyspanAttributes.RUN_ID, "r")
                    .setAttribute(TallyspanAttributes.CUSTOMER_ID, "acme")
                    .setAttribute(TallyspanAttributes.USAGE_QUALITY, "reported")
                    .setAttribute(TallyspanAttributes.USAGE_PREFIX + "input_tokens", 12)
                    .setAttribute(TallyspanAttributes.USAGE_PREFIX + "audio_seconds", 1.1)
                    .setAttribute(GenAiAttributes.REQUEST_MODEL, "gpt-4o")
                    .startSpan()
                    .end();
            CompletableResultCode flushed = tracers.forceFlush().join(10, TimeUnit.SECONDS);

            assertThat(flushed.isSuccess()).isTrue();
            assertThat(bridge.counters().get(BridgeCounter.FOREIGN)).isEqualTo(1);
            ReportRow row = bridge.report(
                            ReportQuery.by("customer", "feature", "model", "service", "environment", "user"))
                    .rows()
                    .get(0);
            assertThat(row.dimensions().values())
                    .containsExactly("acme", "unattributed", "gpt-4o", "desk", "prod", null);
            assertThat(row.unit("input_tokens")).isEqualByComparingTo("12");
            assertThat(row.unit("audio_seconds")).isEqualByComparingTo("1.1");
            assertThat(row.unit("output_tokens")).isNull();
        }
    }
}
