package io.tallyspan.examples.supportdesk;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.net.URI;
import java.util.Map;

/**
 * The application's own OpenTelemetry, with spans of its own. Whether it samples them, drops them or is switched off
 * ({@code OTEL_TRACES_SAMPLER}, {@code OTEL_SDK_DISABLED}) is nothing to the usage in the ledger.
 */
final class ApplicationSdk implements AutoCloseable {

    private final OpenTelemetry telemetry;

    private ApplicationSdk(OpenTelemetry telemetry) {
        this.telemetry = telemetry;
    }

    static ApplicationSdk none() {
        return new ApplicationSdk(OpenTelemetry.noop());
    }

    /**
     * Configured by the environment; its spans go to {@code otlp} unless that says otherwise.
     *
     * @param attribution puts who spends on the application's spans
     */
    static ApplicationSdk configured(URI otlp, SpanProcessor attribution) {
        Map<String, String> defaults = Map.of(
                "otel.service.name", "support-desk",
                "otel.exporter.otlp.endpoint", otlp.toString(),
                "otel.exporter.otlp.protocol", "http/protobuf",
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none");
        return new ApplicationSdk(AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> defaults)
                .addTracerProviderCustomizer((provider, config) -> provider.addSpanProcessor(attribution))
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk());
    }

    OpenTelemetry telemetry() {
        return telemetry;
    }

    @Override
    public void close() {
        if (telemetry instanceof OpenTelemetrySdk sdk) {
            sdk.close();
        }
    }
}
