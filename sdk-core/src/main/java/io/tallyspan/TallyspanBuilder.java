package io.tallyspan;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.api.OpenTelemetry;
import io.tallyspan.config.TallyspanConfig;
import io.tallyspan.config.TallyspanConfigBuilder;
import io.tallyspan.id.Dialect;
import io.tallyspan.price.PriceOverrides;
import io.tallyspan.price.Pricer;
import io.tallyspan.runtime.IdSource;
import io.tallyspan.runtime.TimeSource;
import io.tallyspan.usage.TokenCounter;
import io.tallyspan.usage.UsageListener;
import io.tallyspan.usage.UsageSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Tallyspan}. What is set here wins over system properties, environment and file. Used by one thread;
 * it can build several instances.
 */
public final class TallyspanBuilder {

    private final TallyspanConfigBuilder config = TallyspanConfig.builder();
    private final Map<String, Dialect> hosts = new TreeMap<>();
    private final Map<String, String> endpoints = new TreeMap<>();
    private final List<UsageListener> listeners = new ArrayList<>();
    private TimeSource time = TimeSource.system();
    private IdSource ids = IdSource.random();
    private Consumer<Throwable> guardObserver = unused -> {};
    private @Nullable UsageSink sink;
    private @Nullable OpenTelemetry openTelemetry;
    private @Nullable Pricer pricer;
    private @Nullable PriceOverrides prices;
    private @Nullable TokenCounter tokenCounter;

    TallyspanBuilder() {}

    /**
     * Sets one of the settings of {@code docs/configuration.md}, such as {@code tallyspan.customer} or
     * {@code otel.exporter.otlp.endpoint}.
     *
     * @throws io.tallyspan.config.TallyspanConfigException if there is no such setting; it names the nearest one
     */
    public TallyspanBuilder set(String key, String value) {
        config.set(requireNonNull(key, "key"), requireNonNull(value, "value"));
        return this;
    }

    /**
     * Says which dialect a host speaks: a gateway, a proxy, a server of one's own. {@code host} or {@code host:port},
     * and perhaps the beginning of a path, such as {@code gateway.internal/claude}; the longest one wins.
     */
    public TallyspanBuilder host(String host, Dialect dialect) {
        hosts.put(requireNonNull(host, "host"), requireNonNull(dialect, "dialect"));
        return this;
    }

    /**
     * Says which endpoint a path of your own stands for: that of a gateway which has renamed what it forwards.
     *
     * @param place {@code host/path} or {@code host:port/path}; a segment may be {@code *}, any one, or
     *     {@code {model}}, which names the model; of several the most literal one wins
     * @param name a name of {@code docs/providers.md}, such as {@code openai-chat}, or of a
     *     {@link io.tallyspan.reader.WireFormat} of your own
     */
    public TallyspanBuilder endpoint(String place, String name) {
        endpoints.put(requireNonNull(place, "place"), requireNonNull(name, "name"));
        return this;
    }

    /**
     * Prices of your own, which win over those of {@code tallyspan.prices.url} and {@code tallyspan.prices.file} and
     * over the shipped ones.
     */
    public TallyspanBuilder prices(PriceOverrides overrides) {
        this.prices = requireNonNull(overrides, "prices");
        return this;
    }

    /**
     * Prices usage with {@code pricer} and by no list: for prices that no list can say, or {@link Pricer#NONE} for no
     * prices at all.
     */
    public TallyspanBuilder pricer(Pricer pricesUsage) {
        this.pricer = requireNonNull(pricesUsage, "pricer");
        return this;
    }

    /**
     * Counts tokens with {@code counter} where {@code tallyspan.estimate-usage} asks for an estimate, instead of with
     * JTokkit.
     */
    public TallyspanBuilder tokenCounter(TokenCounter counter) {
        this.tokenCounter = requireNonNull(counter, "counter");
        return this;
    }

    /** Adds a listener that is told of every attempt before it is exported. */
    public TallyspanBuilder listener(UsageListener listener) {
        listeners.add(requireNonNull(listener, "listener"));
        return this;
    }

    /** Sends records here instead of into the pipeline: for tests, and for those who export by other means. */
    public TallyspanBuilder sink(UsageSink usageSink) {
        this.sink = requireNonNull(usageSink, "sink");
        return this;
    }

    /** Publishes the counters as metrics here; without it, with the global OpenTelemetry if the application has one. */
    public TallyspanBuilder openTelemetry(OpenTelemetry telemetry) {
        this.openTelemetry = requireNonNull(telemetry, "openTelemetry");
        return this;
    }

    /** Takes time from here. */
    public TallyspanBuilder timeSource(TimeSource timeSource) {
        this.time = requireNonNull(timeSource, "timeSource");
        return this;
    }

    /** Takes random ids from here. */
    public TallyspanBuilder idSource(IdSource idSource) {
        this.ids = requireNonNull(idSource, "idSource");
        return this;
    }

    /** Shows every throwable that the guard kept away from the application to {@code observer}: for tests. */
    public TallyspanBuilder guardObserver(Consumer<Throwable> observer) {
        this.guardObserver = requireNonNull(observer, "observer");
        return this;
    }

    /**
     * Builds the instance and starts its pipeline.
     *
     * @throws io.tallyspan.config.TallyspanConfigException if the configuration is wrong; the message names the
     *     setting, where it came from, and what would be right
     */
    public Tallyspan build() {
        return new Tallyspan(this, config.build());
    }

    Map<String, Dialect> hosts() {
        return hosts;
    }

    Map<String, String> endpoints() {
        return endpoints;
    }

    List<UsageListener> listeners() {
        return listeners;
    }

    TimeSource time() {
        return time;
    }

    IdSource ids() {
        return ids;
    }

    Consumer<Throwable> guardObserver() {
        return guardObserver;
    }

    @Nullable
    UsageSink sink() {
        return sink;
    }

    @Nullable
    PriceOverrides prices() {
        return prices;
    }

    @Nullable
    TokenCounter tokenCounter() {
        return tokenCounter;
    }

    @Nullable
    Pricer pricer() {
        return pricer;
    }

    @Nullable
    OpenTelemetry openTelemetry() {
        return openTelemetry;
    }
}
