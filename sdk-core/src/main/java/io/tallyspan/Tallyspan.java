package io.tallyspan;

import static java.util.Objects.requireNonNullElseGet;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.tallyspan.annotation.AnnotationInterpreter;
import io.tallyspan.annotation.AttributionProxy;
import io.tallyspan.attribution.AttributionSettings;
import io.tallyspan.attribution.AttributionSpanProcessor;
import io.tallyspan.attribution.Attributor;
import io.tallyspan.attribution.RunBuilder;
import io.tallyspan.attribution.ScopeBuilder;
import io.tallyspan.attribution.StepBuilder;
import io.tallyspan.call.ExchangeObserver;
import io.tallyspan.call.ObserverParts;
import io.tallyspan.call.UnpricedModels;
import io.tallyspan.call.UnreadEncodings;
import io.tallyspan.config.Setting;
import io.tallyspan.config.TallyspanConfig;
import io.tallyspan.config.TallyspanConfigException;
import io.tallyspan.estimate.JtokkitCounter;
import io.tallyspan.export.GenAiSpanDetector;
import io.tallyspan.export.UsagePipeline;
import io.tallyspan.id.Dialect;
import io.tallyspan.id.EventIdRules;
import io.tallyspan.id.IdTable;
import io.tallyspan.inbound.Inbound;
import io.tallyspan.price.Pricer;
import io.tallyspan.reader.WireFormats;
import io.tallyspan.runtime.CounterMetrics;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import io.tallyspan.state.BackgroundResponses;
import io.tallyspan.state.StateDirectory;
import io.tallyspan.usage.TokenCounter;
import io.tallyspan.usage.UsageSink;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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
    private final CounterMetrics metrics;
    private final Carriers carriers;
    private final AnnotationInterpreter annotations;
    private final StateDirectory state;
    private final Inbound inbound;
    private final AttributionSpanProcessor spanProcessor;
    private final ExchangeObserver observer;
    private final Prices prices;
    private final @Nullable UsagePipeline pipeline;
    private final ShutdownHook shutdownHook;

    Tallyspan(TallyspanBuilder builder, TallyspanConfig config) {
        this.config = config;
        counters = new Counters();
        guard = new Guard(counters, builder.guardObserver());
        // First what may throw for its configuration, so that nothing is left open behind the exception.
        WireFormats formats = formats(builder, config, guard);
        Pricer ownPricer = builder.pricer();
        prices = ownPricer == null
                ? Prices.of(config, builder.prices(), builder.ids(), guard, counters)
                : Prices.of(ownPricer);
        UsageSink given = builder.sink();
        UsageSink sink;
        if (given != null) {
            pipeline = null;
            sink = given;
        } else if (config.enabled()) {
            pipeline = UsagePipeline.create(config, guard, counters);
            sink = pipeline;
        } else {
            pipeline = null;
            sink = record -> {};
        }
        attributor = new Attributor(
                new AttributionSettings(config.customer(), config.feature(), config.trustsInboundTrace()),
                builder.ids(),
                counters);
        carriers = new Carriers(config.carrier(), attributor, builder.time(), counters, guard);
        inbound = new Inbound(attributor, carriers.propagator(), config.inboundRules(), guard);
        spanProcessor = AttributionSpanProcessor.create(attributor, guard, config.spanAttributes());
        metrics = CounterMetrics.publish(
                counters, requireNonNullElseGet(builder.openTelemetry(), Tallyspan::globalTelemetry), guard);
        annotations = AnnotationInterpreter.create(attributor, guard);
        state = config.stateDir() == null || !config.enabled()
                ? StateDirectory.inMemory(guard)
                : StateDirectory.open(config.stateDir(), builder.ids(), guard);
        BackgroundResponses background = new BackgroundResponses(state, builder.time(), guard);
        state.adoptAbandoned(List.of(background));
        IdTable idTable = IdTable.standard();
        observer = new ExchangeObserver(
                new ObserverParts(
                        config.enabled(),
                        guard,
                        counters,
                        builder.time(),
                        builder.ids(),
                        attributor,
                        formats,
                        idTable,
                        new EventIdRules(idTable),
                        new Submitters(background),
                        GenAiSpanDetector::covers,
                        prices.pricer(),
                        new UnpricedModels(counters),
                        new UnreadEncodings(counters),
                        sink,
                        builder.listeners(),
                        tokenCounter(builder, config),
                        config.includesUsage(),
                        config.retryWindow(),
                        config.streamIdleTimeout()),
                carriers::headerFor);
        prices.start();
        shutdownHook = ShutdownHook.install(this);
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

    /**
     * Records what the application spends beside its model calls: searches of a paid API, GPU minutes, pages of a
     * converter. It is attributed to the scope around it, and is in the ledger, the report and the prices (of the
     * user's own list only) like a model call.
     *
     * @param unit the unit's name, such as {@code search_calls}: lower-case letters, digits, {@code _} and {@code .}
     * @param quantity how much of it, from 0 to 10^12, with up to 30 decimal places
     * @throws IllegalArgumentException if the unit or the quantity is no such thing
     */
    public void record(String unit, BigDecimal quantity) {
        record(unit, quantity, null);
    }

    /**
     * Records what the application spends beside its model calls, once for each key, however often that happens and in
     * whichever process.
     *
     * @param unit the unit's name, as in {@link #record(String, BigDecimal)}
     * @param quantity how much of it
     * @param key what identifies the expense, such as the number of a job or the id of a message; null or empty where
     *     nothing does
     * @throws IllegalArgumentException if the unit or the quantity is no such thing
     */
    public void record(String unit, BigDecimal quantity, @Nullable String key) {
        observer.record(unit, quantity, key, Context.current());
    }

    /** Records a whole number, as {@link #record(String, BigDecimal, String)} does. */
    public void record(String unit, long quantity, @Nullable String key) {
        record(unit, BigDecimal.valueOf(quantity), key);
    }

    /**
     * Wraps an object so that the annotations of an interface apply to calls through it.
     *
     * @param type an interface with annotations of {@code io.tallyspan.annotation} on it or on its methods
     * @throws IllegalArgumentException if {@code type} is no such interface, or an annotation on it makes no sense; the
     *     message names the method and the mend
     */
    public <T> T proxy(Class<T> type, T target) {
        return AttributionProxy.create(type, target, annotations);
    }

    /** The interpreter of annotations, for integrations that intercept calls by other means than a proxy. */
    public AnnotationInterpreter annotations() {
        return annotations;
    }

    /**
     * Puts customer, feature, step and run on the application's own spans: add it to the application's tracer provider.
     * With it Tallyspan also knows which traces began in this process, and so may serve as runs.
     */
    public SpanProcessor spanProcessor() {
        return spanProcessor;
    }

    /**
     * Goes on with the run of a trusted caller: extracts the {@code tallyspan-context} header of an inbound request or
     * message, if it is signed with one of the carrier secrets. It only extracts; {@link #inject} writes.
     */
    public TextMapPropagator propagator() {
        return carriers.propagator();
    }

    /**
     * Opens scopes around inbound requests and messages: by their trusted carrier, or else by the rules
     * {@code tallyspan.inbound.*}.
     */
    public Inbound inbound() {
        return inbound;
    }

    /**
     * Signs the current attribution into a message that no HTTP observer sees, such as one for a queue.
     *
     * @param destination whom it goes to; must be on the list {@code tallyspan.carrier.hosts}
     * @return whether it was written; if not, the reason is counted
     */
    public <C> boolean inject(String destination, C message, TextMapSetter<C> setter) {
        return guard.ask("carrier", () -> carriers.inject(destination, message, setter), () -> false);
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
        return state.flush(timeout) && (pipeline == null || pipeline.flush(timeout));
    }

    /**
     * Ends open exchanges with what they have said so far and sends what waits, within the shutdown timeout. A second
     * call does nothing. When the JVM ends in an orderly way without it, a shutdown hook calls it.
     */
    @Override
    public void close() {
        shutdownHook.remove();
        guard.run("shutdown", observer::close);
        guard.run("shutdown", prices::close);
        guard.run("shutdown", state::close);
        if (pipeline != null) {
            guard.run("shutdown", pipeline::close);
        }
        guard.run("shutdown", metrics::close);
    }

    /** The global one if there is one; with an OpenTelemetry that cannot be asked without making one (1.49), none. */
    private static OpenTelemetry globalTelemetry() {
        try {
            return GlobalOpenTelemetry.getOrNoop();
        } catch (NoSuchMethodError e) {
            return OpenTelemetry.noop();
        }
    }

    private static @Nullable TokenCounter tokenCounter(TallyspanBuilder builder, TallyspanConfig config) {
        if (!config.estimatesUsage()) {
            return null;
        }
        TokenCounter own = builder.tokenCounter();
        try {
            return own == null ? new JtokkitCounter() : own;
        } catch (LinkageError e) {
            throw new TallyspanConfigException(
                    Setting.ESTIMATE_USAGE.key()
                            + "=true needs com.knuddels:jtokkit on the class path, or a counter of your"
                            + " own: Tallyspan.builder().tokenCounter(...)",
                    e);
        }
    }

    private static WireFormats formats(TallyspanBuilder builder, TallyspanConfig config, Guard guard) {
        Map<String, Dialect> hosts = new HashMap<>(config.hosts());
        hosts.putAll(builder.hosts());
        Map<String, String> endpoints = new HashMap<>(config.endpoints());
        endpoints.putAll(builder.endpoints());
        try {
            return new WireFormats(hosts, endpoints, ServiceFormats.find(guard));
        } catch (IllegalArgumentException e) {
            throw new TallyspanConfigException(String.valueOf(e.getMessage()), e);
        }
    }
}
