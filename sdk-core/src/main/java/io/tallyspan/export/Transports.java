package io.tallyspan.export;

import io.tallyspan.config.OtlpProtocol;
import io.tallyspan.config.OtlpSettings;
import io.tallyspan.config.TallyspanConfigException;
import io.tallyspan.runtime.DaemonThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sets up what carries exports: one of OpenTelemetry's senders, or the JDK's client where the application brings an
 * OpenTelemetry whose senders are still its own (Spring Boot 3 manages 1.49).
 */
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
            return hasSenders() ? OtelSenders.open(settings, tls, executor) : withoutSenders(settings, tls, executor);
        } finally {
            thread.setContextClassLoader(caller);
        }
    }

    private static boolean hasSenders() {
        try {
            Class.forName(
                    "io.opentelemetry.sdk.common.export.HttpSenderProvider", false, Transports.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    static Transport withoutSenders(OtlpSettings settings, @Nullable TlsMaterial tls, ExecutorService executor) {
        if (settings.protocol() == OtlpProtocol.GRPC) {
            throw new TallyspanConfigException("otel.exporter.otlp.protocol=grpc needs OpenTelemetry 1.62 or newer, and"
                    + " the application brings an older one: choose http/protobuf, or raise the version (with Spring"
                    + " Boot the property opentelemetry.version)");
        }
        return new JdkTransport(settings, tls, executor);
    }

    static ExecutorService executor() {
        return new ThreadPoolExecutor(
                0,
                MAX_THREADS,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> DaemonThreads.create("tallyspan-sender", task));
    }
}
