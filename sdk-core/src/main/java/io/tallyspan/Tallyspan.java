package io.tallyspan;

import io.tallyspan.attribution.AttributionSettings;
import io.tallyspan.attribution.Attributor;
import io.tallyspan.attribution.RunBuilder;
import io.tallyspan.attribution.ScopeBuilder;
import io.tallyspan.attribution.StepBuilder;
import io.tallyspan.call.ExchangeObserver;
import io.tallyspan.call.ObserverParts;
import io.tallyspan.config.TallyspanConfig;
import io.tallyspan.export.UsagePipeline;
import io.tallyspan.id.Dialect;
import io.tallyspan.id.EventIdRules;
import io.tallyspan.id.IdTable;
import io.tallyspan.reader.WireFormats;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import io.tallyspan.usage.UsageSink;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says who spends, watches model calls, and exports what they cost. Build one for an application, wrap the clients it
 * calls models with, open scopes where it knows who is asking, and close it at the end.
 *
 * <p>Safe for use by several threads. Building may throw for a wrong configuration; nothing does afterwards.
 */
public final class Tallyspan implements AutoCloseable {

    private final TallyspanConfig config;
    private final Counters counters;
    private final Guard guard;
    private final Attributor attributor;
    private final ExchangeObserver observer;
    private final @Nullable UsagePipeline pipeline;

    Tallyspan(TallyspanBuilder builder, TallyspanConfig config) {
        this.config = config;
        counters = new Counters();
        guard = new Guard(counters, builder.guardObserver());
        attributor = new Attributor(
                new AttributionSettings(config.customer(), config.feature(), config.trustsInboundTrace()),
                builder.ids(),
                counters);
        UsageSink given = builder.sink();
        UsageSink sink;
        if (given == null) {
            pipeline = UsagePipeline.create(config, guard, counters);
            sink = pipeline;
        } else {
            pipeline = null;
            sink = given;
        }
        IdTable idTable = IdTable.standard();
        observer = new ExchangeObserver(
                new ObserverParts(
                        guard,
                        counters,
                        builder.time(),
                        builder.ids(),
                        attributor,
                        new WireFormats(hosts(builder, config)),
                        idTable,
                        new EventIdRules(idTable),
                        new ProcessSubmitters(),
                        context -> false,
                        sink,
                        builder.listeners(),
                        config.retryWindow(),
                        config.streamIdleTimeout()),
                (target, context) -> null);
    }

    /**
     * An instance configured by system properties, environment and file alone.
     *
     * @throws io.tallyspan.config.TallyspanConfigException if the configuration is wrong
     */
    public static Tallyspan create() {
        return builder().build();
    }

    /** A builder. */
    public static TallyspanBuilder builder() {
        return new TallyspanBuilder();
    }

    /** Begins an agent's scope: opens a run, or inside a run a step named after the agent. */
    public RunBuilder run(@Nullable String agent) {
        return attributor.run(agent);
    }

    /** Begins a step of the run around it. */
    public StepBuilder step(@Nullable String name) {
        return attributor.step(name);
    }

    /** Begins a scope that only says who spends. */
    public ScopeBuilder scope() {
        return attributor.scope();
    }

    /** Opens scopes and answers who spends. */
    public Attributor attributor() {
        return attributor;
    }

    /** Where integrations report exchanges. */
    public ExchangeObserver observer() {
        return observer;
    }

    /** What keeps telemetry's failures away from the application. */
    public Guard guard() {
        return guard;
    }

    /** Every counter of this instance. */
    public Counters counters() {
        return counters;
    }

    /** The configuration in force. */
    public TallyspanConfig config() {
        return config;
    }

    /** Sends what waits; false if the timeout came first. Open exchanges go on. */
    public boolean flush(Duration timeout) {
        return pipeline == null || pipeline.flush(timeout);
    }

    /**
     * Ends open exchanges with what they have said so far and sends what waits, within the shutdown timeout. A second
     * call does nothing.
     */
    @Override
    public void close() {
        guard.run("shutdown", observer::close);
        if (pipeline != null) {
            guard.run("shutdown", pipeline::close);
        }
    }

    private static Map<String, Dialect> hosts(TallyspanBuilder builder, TallyspanConfig config) {
        Map<String, Dialect> hosts = new HashMap<>(config.hosts());
        hosts.putAll(builder.hosts());
        return hosts;
    }
}
