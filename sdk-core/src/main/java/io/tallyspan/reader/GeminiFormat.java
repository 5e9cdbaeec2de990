package io.tallyspan.reader;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Google's {@code POST .../models/{model}:{method}}, of the Gemini API and of Vertex AI, where other vendors' models
 * answer in their own words. Counting tokens and keeping a cache are no model calls.
 */
final class GeminiFormat implements WireFormat {

    private static final String MODELS = "/models/";
    private static final String PUBLISHERS = "/publishers/";
    private static final Set<Unit> INPUT = Set.of(Unit.INPUT_TOKENS);

    @Override
    public String name() {
        return "gemini";
    }

    @Override
    public List<NamedEndpoint> endpoints() {
        return List.of(
                new NamedEndpoint("gemini", "/v1beta/models/{model}:generateContent", Dialect.GEMINI),
                new NamedEndpoint("gemini-embeddings", "/v1beta/models/{model}:embedContent", Dialect.GEMINI));
    }

    @Override
    public @Nullable Endpoint match(RequestTarget target, @Nullable Dialect host) {
        String path = target.path();
        int at = path.lastIndexOf(MODELS);
        int colon = path.lastIndexOf(':');
        if (at < 0 || colon < at + MODELS.length() || !OpenAiFamily.isPost(target)) {
            return null;
        }
        if (host != null && host != Dialect.GEMINI && host != Dialect.VERTEX && host != Dialect.COMPATIBLE) {
            return null;
        }
        boolean vertex = host == Dialect.VERTEX || path.contains(PUBLISHERS);
        Dialect dialect = vertex ? Dialect.VERTEX : Dialect.GEMINI;
        Endpoint endpoint = endpoint(path.substring(colon + 1), publisher(path), dialect);
        return endpoint == null ? null : endpoint.withRequestModel(path.substring(at + MODELS.length(), colon));
    }

    private static @Nullable Endpoint endpoint(String method, String publisher, Dialect dialect) {
        return switch (method) {
            case "generateContent", "streamGenerateContent" ->
                Endpoint.inference(dialect, "generate_content", OpenAiFamily.CHAT_BILLS, GeminiReader::new);
            case "embedContent", "batchEmbedContents" ->
                Endpoint.inference(dialect, "embeddings", INPUT, GeminiReader::new);
            // embeddings or images, by the model
            case "predict" -> Endpoint.inference(dialect, "embeddings", Set.of(), GeminiReader::new);
            case "rawPredict", "streamRawPredict" -> raw(publisher, dialect);
            default -> null;
        };
    }

    private static Endpoint raw(String publisher, Dialect dialect) {
        return publisher.equals("anthropic")
                ? Endpoint.inference(dialect, "chat", OpenAiFamily.CHAT_BILLS, AnthropicReader::new)
                : Endpoint.inference(dialect, "chat", OpenAiFamily.CHAT_BILLS, () -> new OpenAiReader(dialect));
    }

    private static String publisher(String path) {
        int at = path.indexOf(PUBLISHERS);
        int start = at + PUBLISHERS.length();
        int end = at < 0 ? -1 : path.indexOf('/', start);
        return end < 0 ? "" : path.substring(start, end);
    }
}
