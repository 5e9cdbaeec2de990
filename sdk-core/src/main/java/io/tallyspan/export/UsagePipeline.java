package io.tallyspan.export;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.tallyspan.config.TallyspanConfig;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.DaemonThreads;
import io.tallyspan.runtime.Guard;
import io.tallyspan.usage.UsageRecord;
import io.tallyspan.usage.UsageSink;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The way of usage records to the collector: a bounded queue, one daemon thread, and OTLP. It stands apart from the
 * application's OpenTelemetry SDK: no sampler, no exporter setting, no attribute limit and no {@code OTEL_SDK_DISABLED}
 * reaches it, only the settings of {@link io.tallyspan.config.OtlpSettings} and of the resource.
 *
 * <p>A record that was accepted is sent until the receiver has acknowledged it. It is lost, and counted under
 * {@link Counter#DROPPED}, only where there was no room ({@code queue_full}), the receiver rejected it for good
 * ({@code rejected}), the time to close was up ({@code shutdown}) or had come before ({@code closed}). Delivery is at
 * least once. Safe for use by several threads.
 */
public final class UsagePipeline implements UsageSink, AutoCloseable {

    private static final Duration FOREVER = Duration.ofDays(36_500);
    private static final String DISTRO = "tallyspan";

    private final Counters counters;
    private final Intake intake;
    private final ExportWorker worker;
    private final Thread thread;
    private final Duration shutdownTimeout;
    private final AtomicLong accepted = new AtomicLong();
    private volatile boolean closed;

    private UsagePipeline(
            TallyspanConfig config, Guard guard, Counters counters, Transport transport, BackOff.Timing timing) {
        this.counters = counters;
        this.shutdownTimeout = config.shutdownTimeout();
        String version = UsagePipeline.class.getPackage().getImplementationVersion();
        OtlpEncoder encoder = new OtlpEncoder(
                new UsageAttributes(config.genAiUsage(), config.semconv()), resource(config, version), version);
        this.intake = new Intake(config.queueSize(), config.batchSize());
        BatchSender sender = new BatchSender(
                encoder, transport, guard, counters, config.otlp().endpoint());
        this.worker = new ExportWorker(config, intake, encoder, sender, new BackOff(timing), guard, counters);
        this.thread = DaemonThreads.create("tallyspan-export", worker);
    }

    /**
     * A pipeline that is at work at once.
     *
     * @throws io.tallyspan.config.TallyspanConfigException if there is no sender for the protocol, or a certificate or
     *     key does not fit
     */
    public static UsagePipeline create(TallyspanConfig config, Guard guard, Counters counters) {
        return create(config, guard, counters, BackOff.Timing.STANDARD);
    }

    static UsagePipeline create(TallyspanConfig config, Guard guard, Counters counters, BackOff.Timing timing) {
        requireNonNull(config, "config");
        requireNonNull(guard, "guard");
        requireNonNull(counters, "counters");
        UsagePipeline pipeline = new UsagePipeline(config, guard, counters, Transports.open(config.otlp()), timing);
        pipeline.thread.start();
        return pipeline;
    }

    /** Takes a record over. Takes no lock, does no input or output, never throws for a full queue. */
    @Override
    public void accept(UsageRecord record) {
        if (closed) {
            counters.add(Counter.DROPPED, "closed");
        } else if (!intake.offer(record)) {
            counters.add(Counter.DROPPED, "queue_full");
        } else {
            accepted.incrementAndGet();
            if (worker.hasEnded() && intake.withdraw(record)) {
                accepted.decrementAndGet();
                counters.add(Counter.DROPPED, "closed");
            }
        }
    }

    /**
     * Waits until everything accepted so far is acknowledged (or rejected, which {@link Counter#DROPPED} shows), at
     * most {@code timeout}; whether it was. An interrupt ends the wait and stays set.
     */
    public boolean flush(Duration timeout) {
        try {
            return worker.awaitSettled(accepted.get(), nanos(requireNonNull(timeout, "timeout")), thread);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** As {@link #close(Duration)}, with the configured deadline ({@code tallyspan.shutdown-timeout}). */
    @Override
    public void close() {
        close(shutdownTimeout);
    }

    /**
     * Takes no more, sends what waits, at most {@code timeout}, and ends the thread; what is left then is lost and
     * counted. A second call, from a shutdown hook perhaps, waits for the first.
     *
     * @return whether everything was settled in time
     */
    public boolean close(Duration timeout) {
        closed = true;
        worker.close(thread);
        boolean settled = flush(timeout);
        boolean interrupted = Thread.interrupted();
        try {
            if (!settled) {
                worker.abandon(thread);
            }
            // An abandoned thread has only to count; a settled one has nothing to do at all.
            thread.join(1_000);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return settled;
    }

    private static long nanos(Duration timeout) {
        return timeout.compareTo(FOREVER) < 0 ? timeout.toNanos() : FOREVER.toNanos();
    }

    private static Attributes resource(TallyspanConfig config, @Nullable String version) {
        AttributesBuilder attributes = Resource.getDefault().getAttributes().toBuilder();
        attributes.put("telemetry.distro.name", DISTRO);
        if (version != null) {
            attributes.put("telemetry.distro.version", version);
        }
        new TreeMap<>(config.resourceAttributes()).forEach((key, value) -> attributes.put(key, value));
        return attributes.build();
    }
}
