package io.tallyspan.export;

import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.tallyspan.config.OtlpProtocol;
import io.tallyspan.config.OtlpSettings;
import io.tallyspan.config.TallyspanConfigException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Finds OpenTelemetry's sender for the configured protocol. Loaded only where OpenTelemetry lets others use them. */
final class OtelSenders {

    private OtelSenders() {}

    static Transport open(OtlpSettings settings, @Nullable TlsMaterial tls, ExecutorService executor) {
        SenderConfig config = new SenderConfig(settings, tls, executor);
        if (settings.protocol() == OtlpProtocol.GRPC) {
            GrpcSenderProvider provider = find(
                    GrpcSenderProvider.class,
                    "otel.exporter.otlp.protocol=grpc needs a gRPC sender on the class path, such as"
                            + " io.opentelemetry:opentelemetry-exporter-sender-okhttp; or choose http/protobuf");
            return SenderTransport.grpc(provider.createSender(config), executor, settings.timeout());
        }
        HttpSenderProvider provider = find(
                HttpSenderProvider.class,
                "the export of usage needs an HTTP sender on the class path:"
                        + " io.opentelemetry:opentelemetry-exporter-sender-jdk");
        return SenderTransport.http(provider.createSender(config), executor, settings.timeout());
    }

    /** Among several the one that OpenTelemetry's own system property names, else the JDK's, else the first. */
    private static <P> P find(Class<P> type, String missing) {
        List<P> providers = StreamSupport.stream(
                        ServiceLoader.load(type, OtelSenders.class.getClassLoader())
                                .spliterator(),
                        false)
                .toList();
        String named = System.getProperty(type.getName());
        if (named != null) {
            return providers.stream()
                    .filter(provider -> provider.getClass().getName().equals(named))
                    .findFirst()
                    .orElseThrow(() -> new TallyspanConfigException(
                            type.getName() + "=" + named + " is not on the class path; there are " + providers));
        }
        return providers.stream()
                .filter(provider -> provider.getClass().getName().contains(".sender.jdk."))
                .findFirst()
                .or(() -> providers.stream().findFirst())
                .orElseThrow(() -> new TallyspanConfigException(missing));
    }
}
