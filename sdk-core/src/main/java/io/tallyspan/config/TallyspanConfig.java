package io.tallyspan.config;

import io.tallyspan.attribution.SpanDimension;
import io.tallyspan.id.Dialect;
import io.tallyspan.inbound.InboundRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one Tallyspan instance is configured to do: the settings of {@link Setting}, each from the first of code, system
 * properties, environment, file and default that has it. Immutable; {@code toString} hides secrets.
 */
public final class TallyspanConfig {

    /** How usage leaves the process. Log events come with the spool. */
    private enum Signal {
        TRACES
    }

    private final boolean enabled;
    private final @Nullable String customer;
    private final @Nullable String feature;
    private final @Nullable Path stateDir;
    private final @Nullable Path pricesFile;
    private final @Nullable PriceUrl pricesUrl;
    private final Map<String, Dialect> hosts;
    private final Map<String, String> endpoints;
    private final CarrierSettings carrier;
    private final boolean trustsInboundTrace;
    private final GenAiUsage genAiUsage;
    private final SemconvDialect semconv;
    private final Set<SpanDimension> spanAttributes;
    private final int queueSize;
    private final int batchSize;
    private final Duration scheduleDelay;
    private final boolean includesUsage;
    private final boolean estimatesUsage;
    private final boolean recordsTools;
    private final InboundRules inboundRules;
    private final Duration streamIdleTimeout;
    private final Duration retryWindow;
    private final Duration shutdownTimeout;
    private final OtlpSettings otlp;
    private final Map<String, String> resourceAttributes;
    private final String shown;

    TallyspanConfig(SettingReader reader) {
        enabled = reader.bool(Setting.ENABLED);
        customer = reader.text(Setting.CUSTOMER);
        feature = reader.text(Setting.FEATURE);
        stateDir = reader.path(Setting.STATE_DIR);
        pricesFile = reader.path(Setting.PRICES_FILE);
        pricesUrl = reader.isSet(Setting.PRICES_URL)
                ? new PriceUrl(
                        reader.url(Setting.PRICES_URL),
                        reader.duration(Setting.PRICES_INTERVAL),
                        reader.encodedPairs(Setting.PRICES_HEADERS))
                : null;
        hosts = Map.copyOf(HostRules.read(reader));
        endpoints = Map.copyOf(HostRules.readEndpoints(reader));
        carrier = new CarrierSettingsReader(reader).read();
        trustsInboundTrace = reader.bool(Setting.TRUST_INBOUND_TRACE);
        genAiUsage = reader.choice(Setting.GENAI_USAGE, GenAiUsage.class);
        semconv = reader.choice(Setting.SEMCONV, SemconvDialect.class);
        if (reader.required(Setting.SIGNAL).equalsIgnoreCase("logs")) {
            throw reader.bad(Setting.SIGNAL, "traces: usage as log events is not in this release");
        }
        reader.choice(Setting.SIGNAL, Signal.class);
        spanAttributes = Set.copyOf(reader.choices(Setting.SPAN_ATTRIBUTES, SpanDimension.class));
        queueSize = reader.integer(Setting.QUEUE_SIZE, 1, 10_000_000);
        batchSize = reader.integer(Setting.BATCH_SIZE, 1, 10_000);
        scheduleDelay = reader.duration(Setting.SCHEDULE_DELAY);
        includesUsage = reader.bool(Setting.INCLUDE_USAGE);
        estimatesUsage = reader.bool(Setting.ESTIMATE_USAGE);
        recordsTools = reader.bool(Setting.RECORD_TOOLS);
        inboundRules = new InboundRules(
                reader.sources(Setting.INBOUND_CUSTOMER),
                reader.sources(Setting.INBOUND_FEATURE),
                reader.sources(Setting.INBOUND_USER));
        streamIdleTimeout = reader.duration(Setting.STREAM_IDLE_TIMEOUT);
        retryWindow = reader.duration(Setting.RETRY_WINDOW);
        shutdownTimeout = reader.duration(Setting.SHUTDOWN_TIMEOUT);
        OtlpSettingsReader openTelemetry = new OtlpSettingsReader(reader);
        otlp = openTelemetry.exporter();
        resourceAttributes = Map.copyOf(openTelemetry.resource());
        shown = reader.shown();
    }

    /** A builder that reads this process's system properties and environment below what code sets. */
    public static TallyspanConfigBuilder builder() {
        return new TallyspanConfigBuilder();
    }

    /** Whether anything is observed at all. */
    public boolean enabled() {
        return enabled;
    }

    /** The customer of calls to which nothing else gives one, or null. */
    public @Nullable String customer() {
        return customer;
    }

    /** The feature of calls to which nothing else gives one, or null. */
    public @Nullable String feature() {
        return feature;
    }

    /** Where state that outlives the process is kept; null for memory alone. */
    public @Nullable Path stateDir() {
        return stateDir;
    }

    /** A price list of the user's own, or null. */
    public @Nullable Path pricesFile() {
        return pricesFile;
    }

    /** Where a price list is served, or null. */
    public @Nullable PriceUrl pricesUrl() {
        return pricesUrl;
    }

    /** The dialects of the user's own hosts, by {@code host} or {@code host:port} in lower case. */
    public Map<String, Dialect> hosts() {
        return hosts;
    }

    /**
     * The names of the endpoints that paths of the user's own stand for, by {@code host/path} or
     * {@code host:port/path}.
     */
    public Map<String, String> endpoints() {
        return endpoints;
    }

    /** Secrets, receivers and audience of {@code tallyspan-context}. */
    public CarrierSettings carrier() {
        return carrier;
    }

    /** Whether a trace id that came from outside may become the run id. */
    public boolean trustsInboundTrace() {
        return trustsInboundTrace;
    }

    /** When counts are mirrored as {@code gen_ai.usage.*}. */
    public GenAiUsage genAiUsage() {
        return genAiUsage;
    }

    /** The spelling of that mirror. */
    public SemconvDialect semconv() {
        return semconv;
    }

    /** What the application's own spans receive inside a scope. */
    public Set<SpanDimension> spanAttributes() {
        return spanAttributes;
    }

    /** How many records may wait for the collector. */
    public int queueSize() {
        return queueSize;
    }

    /** The most records in one export request. */
    public int batchSize() {
        return batchSize;
    }

    /** How long a record waits for others before it is sent. */
    public Duration scheduleDelay() {
        return scheduleDelay;
    }

    /** Whether streams are asked for their usage. */
    public boolean includesUsage() {
        return includesUsage;
    }

    /** Whether tokens are counted locally where an answer does not state its usage. */
    public boolean estimatesUsage() {
        return estimatesUsage;
    }

    /** Whether the integrations of frameworks record executions of tools as usage of their own. */
    public boolean recordsTools() {
        return recordsTools;
    }

    /** Where an inbound request says who asks. */
    public InboundRules inboundRules() {
        return inboundRules;
    }

    /** After how long without a byte a streamed answer counts as cut. */
    public Duration streamIdleTimeout() {
        return streamIdleTimeout;
    }

    /** How long after a failed exchange an equal one still counts as its retry. */
    public Duration retryWindow() {
        return retryWindow;
    }

    /** How long closing may take to send what waits. */
    public Duration shutdownTimeout() {
        return shutdownTimeout;
    }

    /** How to reach the collector. */
    public OtlpSettings otlp() {
        return otlp;
    }

    /** The resource's attributes that are set or follow from settings, {@code service.name} among them. */
    public Map<String, String> resourceAttributes() {
        return resourceAttributes;
    }

    @Override
    public String toString() {
        return "TallyspanConfig" + shown;
    }
}
