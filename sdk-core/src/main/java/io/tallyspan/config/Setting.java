package io.tallyspan.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every setting there is: the one table behind the builder, system properties, the environment, the configuration file
 * and {@code docs/configuration.md}. Names under {@code otel.} are OpenTelemetry's and mean what its specification
 * says.
 */
public enum Setting {
    ENABLED("tallyspan.enabled", SettingType.BOOLEAN, "true", "Whether Tallyspan observes anything at all"),
    CONFIG_FILE(
            "tallyspan.config-file",
            SettingType.PATH,
            null,
            "A file in properties format with the keys of this table; it ranks below the environment"),
    CUSTOMER("tallyspan.customer", SettingType.TEXT, null, "The customer of calls to which nothing else gives one"),
    FEATURE("tallyspan.feature", SettingType.TEXT, null, "The feature of calls to which nothing else gives one"),
    ENVIRONMENT(
            "tallyspan.environment",
            SettingType.TEXT,
            null,
            "The environment, such as `production`; exported as the resource attribute `deployment.environment.name`"),
    STATE_DIR(
            "tallyspan.state-dir",
            SettingType.PATH,
            null,
            "Where state that outlives the process is kept; without it, state is kept in memory"),
    HOSTS(
            "tallyspan.hosts",
            SettingType.PAIRS,
            null,
            "Hosts of your own that answer like a provider, as `host=dialect`, `host:port=dialect` or `host/path=dialect`;"
                    + " of several paths the longest wins"),
    ENDPOINTS(
            "tallyspan.endpoints",
            SettingType.PAIRS,
            null,
            "Paths of your own that stand for an endpoint of `docs/providers.md`, as `host/path=openai-chat`; a segment may"
                    + " be `*` or `{model}`, and the most literal path wins"),
    CARRIER_SECRETS(
            "tallyspan.carrier.secrets",
            SettingType.SECRET,
            null,
            "One or two secrets for `tallyspan-context`, as `kid:secret`; the first signs, all verify. 32 bytes or more"
                    + " each"),
    CARRIER_SECRETS_FILE(
            "tallyspan.carrier.secrets-file", SettingType.PATH, null, "A file with the same, one `kid:secret` a line"),
    CARRIER_HOSTS(
            "tallyspan.carrier.hosts",
            SettingType.LIST,
            null,
            "Hosts, as `host` or `host:port`, to which `tallyspan-context` is sent"),
    CARRIER_AUDIENCE(
            "tallyspan.carrier.audience",
            SettingType.TEXT,
            null,
            "The audience that an inbound carrier must name; carriers with another one are refused"),
    TRUST_INBOUND_TRACE(
            "tallyspan.trust-inbound-trace",
            SettingType.BOOLEAN,
            "false",
            "Whether a trace id that came from outside may become the run id"),
    INBOUND_CUSTOMER(
            "tallyspan.inbound.customer",
            SettingType.LIST,
            null,
            "Where an inbound request without a trusted carrier says its customer: `header:<name>`, `claim:<name>` of a"
                    + " verified token, `baggage:<key>` or `principal`; the first that holds something"),
    INBOUND_FEATURE(
            "tallyspan.inbound.feature", SettingType.LIST, null, "Where it says its feature, in the same words"),
    INBOUND_USER("tallyspan.inbound.user", SettingType.LIST, null, "Where it says its end user, in the same words"),
    GENAI_USAGE(
            "tallyspan.genai.usage",
            SettingType.CHOICE,
            "auto",
            "Whether usage spans mirror their counts as `gen_ai.usage.*`: `auto` (where no other GenAI span covers the"
                    + " call), `always` or `never`"),
    SEMCONV(
            "tallyspan.semconv",
            SettingType.CHOICE,
            "default",
            "The spelling of that mirror: `default` (`cache_creation`) or `latest` (`cache_write`)"),
    SIGNAL("tallyspan.signal", SettingType.CHOICE, "traces", "How usage is exported; `traces` is the only value yet"),
    SPAN_ATTRIBUTES(
            "tallyspan.span-attributes",
            SettingType.LIST,
            "customer,feature,step,run",
            "What the application's own spans receive inside a scope, of `customer`, `feature`, `step`, `run` and"
                    + " `user`; `none` for nothing"),
    QUEUE_SIZE(
            "tallyspan.export.queue-size",
            SettingType.INTEGER,
            "8192",
            "How many records may wait for the collector, those that are sent again included; more are dropped and"
                    + " counted"),
    BATCH_SIZE("tallyspan.export.batch-size", SettingType.INTEGER, "512", "The most records in one export request"),
    SCHEDULE_DELAY(
            "tallyspan.export.schedule-delay",
            SettingType.DURATION,
            "1s",
            "How long a record waits for others before it is sent"),
    PRICES_FILE(
            "tallyspan.prices.file",
            SettingType.PATH,
            null,
            "A price list of your own, in the format of `docs/prices.md`; its prices win over the shipped ones"),
    PRICES_URL(
            "tallyspan.prices.url",
            SettingType.URL,
            null,
            "Where such a list is served; it wins over the file's. Asked for again and again, in the background; the last good"
                    + " one stays in force"),
    PRICES_INTERVAL(
            "tallyspan.prices.interval",
            SettingType.DURATION,
            "1h",
            "How long to wait before the URL is asked again, with `If-None-Match`, whether the list has changed"),
    PRICES_HEADERS(
            "tallyspan.prices.headers",
            SettingType.SECRET,
            null,
            "Headers of those requests, such as `Authorization`, as `name=value` pairs, percent-encoded"),
    INCLUDE_USAGE(
            "tallyspan.include-usage",
            SettingType.BOOLEAN,
            "false",
            "Whether streams of chat completions are asked for their usage (`stream_options.include_usage`) where the"
                    + " application does not say; what comes because of that is hidden from it"),
    ESTIMATE_USAGE(
            "tallyspan.estimate-usage",
            SettingType.BOOLEAN,
            "false",
            "Whether tokens are counted locally where an answer does not state its usage; needs `com.knuddels:jtokkit` on the"
                    + " class path"),
    RECORD_TOOLS(
            "tallyspan.record-tools",
            SettingType.BOOLEAN,
            "false",
            "Whether the integrations of frameworks record each execution of a tool as usage of its own, of the unit"
                    + " `tool_executions`"),
    STREAM_IDLE_TIMEOUT(
            "tallyspan.stream.idle-timeout",
            SettingType.DURATION,
            "10m",
            "After how long without a byte a streamed answer counts as cut"),
    RETRY_WINDOW(
            "tallyspan.retry-window",
            SettingType.DURATION,
            "2m",
            "How long after a failed exchange an equal one still counts as its retry"),
    SHUTDOWN_TIMEOUT(
            "tallyspan.shutdown-timeout", SettingType.DURATION, "5s", "How long closing may take to send what waits"),
    OTLP_ENDPOINT(
            "otel.exporter.otlp.endpoint",
            SettingType.URL,
            "http://localhost:4318",
            "The collector's base URL; `/v1/traces` is appended (not for `grpc`, whose default is port 4317)"),
    OTLP_TRACES_ENDPOINT(
            "otel.exporter.otlp.traces.endpoint", SettingType.URL, null, "The URL for traces, taken as it is"),
    OTLP_PROTOCOL(
            "otel.exporter.otlp.protocol",
            SettingType.CHOICE,
            "http/protobuf",
            "`http/protobuf`, or `grpc` where a gRPC sender of OpenTelemetry is on the class path"),
    OTLP_TRACES_PROTOCOL("otel.exporter.otlp.traces.protocol", SettingType.CHOICE, null, "The same, for traces alone"),
    OTLP_HEADERS(
            "otel.exporter.otlp.headers",
            SettingType.SECRET,
            null,
            "Headers of every export request, as `name=value` pairs, percent-encoded"),
    OTLP_TRACES_HEADERS(
            "otel.exporter.otlp.traces.headers",
            SettingType.SECRET,
            null,
            "The same, for traces alone; they replace the general ones"),
    OTLP_COMPRESSION("otel.exporter.otlp.compression", SettingType.CHOICE, "gzip", "`gzip` or `none`"),
    OTLP_TRACES_COMPRESSION(
            "otel.exporter.otlp.traces.compression", SettingType.CHOICE, null, "The same, for traces alone"),
    OTLP_TIMEOUT("otel.exporter.otlp.timeout", SettingType.DURATION, "10s", "The most time one export request takes"),
    OTLP_TRACES_TIMEOUT("otel.exporter.otlp.traces.timeout", SettingType.DURATION, null, "The same, for traces alone"),
    OTLP_CERTIFICATE(
            "otel.exporter.otlp.certificate",
            SettingType.PATH,
            null,
            "Certificates to trust, PEM; the platform's without it"),
    OTLP_TRACES_CERTIFICATE(
            "otel.exporter.otlp.traces.certificate", SettingType.PATH, null, "The same, for traces alone"),
    OTLP_CLIENT_CERTIFICATE(
            "otel.exporter.otlp.client.certificate",
            SettingType.PATH,
            null,
            "The client's certificate chain for mTLS, PEM"),
    OTLP_TRACES_CLIENT_CERTIFICATE(
            "otel.exporter.otlp.traces.client.certificate", SettingType.PATH, null, "The same, for traces alone"),
    OTLP_CLIENT_KEY(
            "otel.exporter.otlp.client.key", SettingType.PATH, null, "The client's private key for mTLS, PKCS#8 PEM"),
    OTLP_TRACES_CLIENT_KEY(
            "otel.exporter.otlp.traces.client.key", SettingType.PATH, null, "The same, for traces alone"),
    SERVICE_NAME(
            "otel.service.name",
            SettingType.TEXT,
            null,
            "The resource attribute `service.name`; without it that of the resource attributes, else"
                    + " `unknown_service:java`"),
    RESOURCE_ATTRIBUTES(
            "otel.resource.attributes",
            SettingType.PAIRS,
            null,
            "Resource attributes, as `key=value` pairs, percent-encoded");

    private final String key;
    private final SettingType type;
    private final @Nullable String defaultValue;
    private final String description;

    Setting(String key, SettingType type, @Nullable String defaultValue, String description) {
        this.key = key;
        this.type = type;
        this.defaultValue = defaultValue;
        this.description = description;
    }

    /** The name in code, in system properties and in the file. */
    public String key() {
        return key;
    }

    /** The name in the environment: the key in upper case, with {@code _} for dots and hyphens. */
    public String environmentName() {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The value in text form where nobody set one; null where there is none. */
    public @Nullable String defaultValue() {
        return defaultValue;
    }

    /** What it does, in one Markdown line. */
    public String description() {
        return description;
    }

    /** Whether values must stay out of logs, errors and {@code toString}. */
    public boolean isSecret() {
        return type == SettingType.SECRET;
    }

    /**
     * The error about a name that claims to be a setting and is none: it names the nearest one.
     *
     * @param place where the name stands, for people
     */
    public static TallyspanConfigException unknown(String name, String place) {
        return SettingNames.KEYS.unknown(name, place);
    }

    SettingType type() {
        return type;
    }
}
