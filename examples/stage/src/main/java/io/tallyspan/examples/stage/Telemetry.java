package io.tallyspan.examples.stage;

import io.tallyspan.Tallyspan;
import io.tallyspan.TallyspanBuilder;
import java.net.URI;
import java.util.Map;

/** Tallyspan as the examples have it: everything goes to the demo's own ledger, whatever the environment says. */
public final class Telemetry {

    private Telemetry() {}

    /**
     * Starts it.
     *
     * @param service the name of the service
     * @param otlp where the ledger listens
     * @param settings more settings
     */
    public static Tallyspan start(String service, URI otlp, Map<String, String> settings) {
        TallyspanBuilder builder = Tallyspan.builder()
                .set("otel.service.name", service)
                .set(
                        "otel.exporter.otlp.traces.endpoint",
                        otlp.resolve("/v1/traces").toString())
                .set("otel.exporter.otlp.traces.protocol", "http/protobuf")
                .set("tallyspan.export.schedule-delay", "200ms");
        settings.forEach(builder::set);
        return builder.build();
    }
}
