package io.tallyspan.reader;

import static java.util.Objects.requireNonNull;

import io.tallyspan.id.Dialect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which dialect a host speaks: by configuration, or because everybody knows the host. Immutable. */
final class KnownHosts {

    private static final Map<String, Dialect> WELL_KNOWN = Map.ofEntries(
            Map.entry("api.openai.com", Dialect.OPENAI),
            Map.entry("api.anthropic.com", Dialect.ANTHROPIC),
            Map.entry("api.mistral.ai", Dialect.MISTRAL),
            Map.entry("codestral.mistral.ai", Dialect.MISTRAL),
            Map.entry("api.groq.com", Dialect.GROQ),
            Map.entry("api.cerebras.ai", Dialect.CEREBRAS),
            Map.entry("api.deepseek.com", Dialect.DEEPSEEK),
            Map.entry("api.x.ai", Dialect.XAI),
            Map.entry("openrouter.ai", Dialect.OPENROUTER),
            Map.entry("api.perplexity.ai", Dialect.PERPLEXITY),
            Map.entry("api.together.xyz", Dialect.TOGETHER),
            Map.entry("api.together.ai", Dialect.TOGETHER),
            Map.entry("api.z.ai", Dialect.ZAI),
            Map.entry("open.bigmodel.cn", Dialect.ZAI),
            Map.entry("api.writer.com", Dialect.WRITER),
            Map.entry("api.voyageai.com", Dialect.VOYAGE),
            Map.entry("ollama.com", Dialect.OLLAMA),
            Map.entry("api.cohere.com", Dialect.COHERE),
            Map.entry("api.cohere.ai", Dialect.COHERE),
            Map.entry("generativelanguage.googleapis.com", Dialect.GEMINI),
            Map.entry("aiplatform.googleapis.com", Dialect.VERTEX),
            Map.entry("api.moonshot.ai", Dialect.COMPATIBLE),
            Map.entry("api.moonshot.cn", Dialect.COMPATIBLE),
            Map.entry("dashscope.aliyuncs.com", Dialect.COMPATIBLE),
            Map.entry("dashscope-intl.aliyuncs.com", Dialect.COMPATIBLE),
            Map.entry("dashscope-us.aliyuncs.com", Dialect.COMPATIBLE),
            Map.entry("router.huggingface.co", Dialect.COMPATIBLE),
            Map.entry("api.fireworks.ai", Dialect.COMPATIBLE),
            Map.entry("api.deepinfra.com", Dialect.COMPATIBLE),
            Map.entry("api.novita.ai", Dialect.COMPATIBLE),
            Map.entry("api.sambanova.ai", Dialect.COMPATIBLE),
            Map.entry("api.inference.crusoecloud.com", Dialect.COMPATIBLE),
            Map.entry("integrate.api.nvidia.com", Dialect.COMPATIBLE),
            Map.entry("models.github.ai", Dialect.COMPATIBLE),
            Map.entry("models.inference.ai.azure.com", Dialect.AZURE),
            Map.entry("us.inference.heroku.com", Dialect.COMPATIBLE),
            Map.entry("eu.inference.heroku.com", Dialect.COMPATIBLE),
            Map.entry("api.portkey.ai", Dialect.COMPATIBLE),
            Map.entry("gateway.pydantic.dev", Dialect.COMPATIBLE));

    /** By the end of the host: regions, and the names that Azure and Snowflake give to resources and accounts. */
    private static final Map<String, Dialect> WELL_KNOWN_DOMAINS = Map.ofEntries(
            Map.entry(".api.openai.com", Dialect.OPENAI),
            Map.entry(".api.x.ai", Dialect.XAI),
            Map.entry(".snowflakecomputing.com", Dialect.COMPATIBLE),
            Map.entry(".openai.azure.com", Dialect.AZURE),
            Map.entry(".openai.azure.us", Dialect.AZURE),
            Map.entry(".openai.azure.cn", Dialect.AZURE),
            Map.entry(".cognitiveservices.azure.com", Dialect.AZURE),
            Map.entry(".services.ai.azure.com", Dialect.AZURE),
            Map.entry("-aiplatform.googleapis.com", Dialect.VERTEX),
            Map.entry(".ml.cloud.ibm.com", Dialect.WATSONX),
            Map.entry(".rep.googleapis.com", Dialect.VERTEX));

    /** Of every region, through FIPS and VPC endpoints, and the endpoints that copy OpenAI's. */
    private static final Pattern BEDROCK =
            Pattern.compile("(?:[a-z0-9-]+\\.)?bedrock-(?:runtime|mantle)(?:-fips)?\\.[a-z0-9-]+\\.(?:vpce\\.)?"
                    + "(?:amazonaws\\.com(?:\\.cn)?|api\\.aws)");

    private static final int OLLAMA_PORT = 11434;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    /** What the configuration says of a host: of a port and below a path, or of all of them. */
    private record Rule(HostPlace place, Dialect dialect) {}

    /** The longest prefix first, and a port before none. */
    private static final Comparator<Rule> MOST_SPECIFIC = Comparator.comparingInt(
                    (Rule rule) -> -rule.place().path().length())
            .thenComparing(rule -> rule.place().isOnAnyPort());

    private final Map<String, List<Rule>> configured = new HashMap<>();

    /**
     * @param hosts dialects by host name, with or without {@code :port} and the beginning of a path; the longest path
     *     wins, then a port. IPv6 addresses in brackets
     * @throws IllegalArgumentException if a port is no number
     */
    KnownHosts(Map<String, Dialect> hosts) {
        requireNonNull(hosts, "hosts").forEach((text, dialect) -> {
            HostPlace place = HostPlace.of(text);
            List<Rule> rules = configured.computeIfAbsent(place.host(), unused -> new ArrayList<>());
            rules.add(new Rule(place, requireNonNull(dialect, text)));
            rules.sort(MOST_SPECIFIC);
        });
    }

    @Nullable
    Dialect dialectOf(String host, int port, String path) {
        List<Rule> rules = configured.isEmpty() ? null : configured.get(host);
        if (rules != null) {
            for (Rule rule : rules) {
                if (rule.place().isOn(port) && rule.place().covers(path)) {
                    return rule.dialect();
                }
            }
        }
        Dialect known = WELL_KNOWN.get(host);
        if (known == null) {
            for (Map.Entry<String, Dialect> domain : WELL_KNOWN_DOMAINS.entrySet()) {
                if (host.endsWith(domain.getKey())) {
                    return domain.getValue();
                }
            }
        }
        if (known == null && host.contains("bedrock-") && BEDROCK.matcher(host).matches()) {
            return Dialect.BEDROCK;
        }
        return known == null && port == OLLAMA_PORT && LOOPBACK.contains(host) ? Dialect.OLLAMA : known;
    }
}
