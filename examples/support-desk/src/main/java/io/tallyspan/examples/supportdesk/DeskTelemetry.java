package io.tallyspan.examples.supportdesk;

import io.tallyspan.Tallyspan;
import io.tallyspan.TallyspanBuilder;
import java.net.URI;
import java.util.Map;

/** Tallyspan as both processes have it: everything goes to the demo's own ledger, whatever the environment says. */
final class DeskTelemetry {

    private DeskTelemetry() {}

    static Tallyspan start(String service, URI otlp, Map<String, String> settings) {
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
