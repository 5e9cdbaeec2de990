package io.tallyspan.export;

import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.tallyspan.config.OtlpProtocol;
import io.tallyspan.config.OtlpSettings;
import io.tallyspan.config.TallyspanConfigException;
import io.tallyspan.runtime.DaemonThreads;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** Finds OpenTelemetry's sender for the configured protocol and sets it up. */
final class Transports {

    /** One export at a time; the others are for those whose answer drips beyond all patience. */
    private static final int MAX_THREADS = 4;

    private Transports() {}

    static Transport open(OtlpSettings settings) {
        TlsMaterial tls = TlsMaterial.of(settings);
        Thread thread = Thread.currentThread();
        ClassLoader caller = thread.getContextClassLoader();
        // Threads that the sender starts inherit this thread's loader; it must not be the application's.
        thread.setContextClassLoader(Transports.class.getClassLoader());
        ExecutorService executor = executor();
        try {
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
        } finally {
            thread.setContextClassLoader(caller);
        }
    }

    /** Among several the one that OpenTelemetry's own system property names, else the JDK's, else the first. */
    private static <P> P find(Class<P> type, String missing) {
        List<P> providers = StreamSupport.stream(
                        ServiceLoader.load(type, Transports.class.getClassLoader())
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

    private static ExecutorService executor() {
        return new ThreadPoolExecutor(
                0,
                MAX_THREADS,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> DaemonThreads.create("tallyspan-sender", task));
    }
}
