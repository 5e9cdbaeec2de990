package io.tallyspan.reader;

import static java.util.Objects.requireNonNull;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which API a request addresses. Immutable and safe for use by several threads.
 *
 * <p>The host says which dialect is spoken, by configuration or because it is well known; the formats then look at
 * method, path and headers. A path that is billed and has no format yet is {@linkplain Recognition.Unsupported counted
 * as unsupported}, everything else is {@linkplain Recognition.Foreign foreign}.
 */
public final class WireFormats {

    /** In the order in which they are asked. A new provider is one line here. */
    private static final List<WireFormat> FORMATS = List.of(
            new CohereFormat(),
            new OpenAiChatFormat(),
            new OpenAiResponsesFormat(),
            new OpenAiCompletionsFormat(),
            new OpenAiEmbeddingsFormat(),
            new OpenAiMediaFormat(),
            new OpenAiRunsFormat(),
            new AnthropicMessagesFormat(),
            new AnthropicCompleteFormat(),
            new GeminiFormat(),
            new GeminiInteractionsFormat(),
            new BedrockFormat(),
            new OllamaFormat(),
            new WatsonxFormat());

    private final KnownHosts hosts;
    private final OwnPaths ownPaths;
    private final List<WireFormat> formats;

    /**
     * The shipped formats.
     *
     * @param hosts dialects of hosts that are not well known, such as a gateway's, by name, with or without
     *     {@code :port} and the beginning of a path; they win over the well-known ones
     * @throws IllegalArgumentException if a key is no host
     */
    public WireFormats(Map<String, Dialect> hosts) {
        this(hosts, Map.of(), List.of());
    }

    /**
     * The shipped formats and others.
     *
     * @param hosts as above
     * @param endpoints endpoints by name, such as {@code openai-chat}, that paths of the user's own stand for, by
     *     {@code host/path} or {@code host:port/path}; a segment may be {@code *}, any one, or {@code {model}}, which
     *     names the model. They win over everything else
     * @param others formats that are asked before the shipped ones, such as those that {@link java.util.ServiceLoader}
     *     finds
     * @throws IllegalArgumentException if a key is no host or place, or there is no endpoint of a name
     */
    public WireFormats(Map<String, Dialect> hosts, Map<String, String> endpoints, List<WireFormat> others) {
        this.hosts = new KnownHosts(hosts);
        List<WireFormat> all = new ArrayList<>(others);
        all.addAll(FORMATS);
        this.formats = List.copyOf(all);
        this.ownPaths = new OwnPaths(requireNonNull(endpoints, "endpoints"), formats);
    }

    /** The shipped formats, in the order in which they are asked. */
    static List<WireFormat> shipped() {
        return FORMATS;
    }

    /** What the request is. Quick, since every HTTP request of the application is asked about. */
    public Recognition recognise(RequestTarget target) {
        requireNonNull(target, "target");
        RequestTarget tidy = tidied(target);
        Dialect dialect = hosts.dialectOf(tidy.host(), tidy.port(), tidy.path());
        Endpoint own = ownPaths.match(tidy, dialect);
        if (own != null) {
            return new Recognition.ModelCall(own);
        }
        for (WireFormat format : formats) {
            Endpoint endpoint = format.match(tidy, dialect);
            if (endpoint != null) {
                return new Recognition.ModelCall(endpoint);
            }
        }
        @Nullable String template = dialect == null ? null : UnreadPaths.template(tidy, dialect);
        return template == null ? Recognition.Foreign.INSTANCE : new Recognition.Unsupported(template);
    }

    /** Servers overlook doubled slashes and one at the end; so do the formats. */
    private static RequestTarget tidied(RequestTarget target) {
        String path = target.path();
        if (!path.contains("//") && !path.endsWith("/")) {
            return target;
        }
        String tidy = path.replaceAll("/{2,}", "/");
        tidy = tidy.length() > 1 && tidy.endsWith("/") ? tidy.substring(0, tidy.length() - 1) : tidy;
        return target.withPath(tidy);
    }
}
