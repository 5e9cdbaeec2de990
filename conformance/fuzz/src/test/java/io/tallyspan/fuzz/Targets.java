package io.tallyspan.fuzz;

import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.reader.Endpoint;
import io.tallyspan.reader.Recognition;
import io.tallyspan.reader.WireFormats;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** One endpoint for every reader; an input's first byte says which. */
final class Targets {

    /** Append only: a stored input means the endpoint at its index. */
    private static final List<String> URLS = List.of(
            "https://api.openai.com/v1/chat/completions",
            "https://api.openai.com/v1/responses",
            "https://api.openai.com/v1/completions",
            "https://api.openai.com/v1/embeddings",
            "https://api.openai.com/v1/images/generations",
            "https://api.openai.com/v1/audio/transcriptions",
            "https://api.openai.com/v1/audio/speech",
            "https://api.openai.com/v1/moderations",
            "https://api.openai.com/v1/threads/t/runs",
            "https://api.anthropic.com/v1/messages",
            "https://api.anthropic.com/v1/complete",
            "https://generativelanguage.googleapis.com/v1beta/models/g:generateContent",
            "https://generativelanguage.googleapis.com/v1beta/models/g:streamGenerateContent",
            "https://generativelanguage.googleapis.com/v1beta/models/g:embedContent",
            "https://generativelanguage.googleapis.com/v1beta/interactions",
            "https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse",
            "https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse-stream",
            "https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-v2/invoke",
            "https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-v2/invoke-with-response-stream",
            "https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.titan-text/invoke",
            "https://api.cohere.com/v2/chat",
            "https://api.cohere.com/v1/chat",
            "https://api.cohere.com/v2/rerank",
            "http://localhost:11434/api/chat",
            "https://us-south.ml.cloud.ibm.com/ml/v1/text/generation_stream",
            "https://api.x.ai/v1/chat/completions",
            "https://openrouter.ai/api/v1/chat/completions",
            "https://api.perplexity.ai/chat/completions",
            "https://api.mistral.ai/v1/chat/completions",
            "https://api.groq.com/openai/v1/chat/completions");

    private static final WireFormats FORMATS = new WireFormats(Map.of());
    private static final List<Endpoint> ENDPOINTS =
            URLS.stream().map(Targets::endpoint).toList();

    private Targets() {}

    static Endpoint at(int index) {
        return ENDPOINTS.get(Math.floorMod(index, ENDPOINTS.size()));
    }

    /** The index of the endpoint that reads what comes from {@code url}: same host and last word of the path, or 0. */
    static int indexOf(String url) {
        for (int i = 0; i < URLS.size(); i++) {
            URI known = URI.create(URLS.get(i));
            if (url.contains(known.getHost()) && url.endsWith(lastWord(known.getPath()))) {
                return i;
            }
        }
        for (int i = 0; i < URLS.size(); i++) {
            if (url.endsWith(lastWord(URI.create(URLS.get(i)).getPath()))) {
                return i;
            }
        }
        return 0;
    }

    private static String lastWord(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1);
    }

    private static Endpoint endpoint(String url) {
        URI uri = URI.create(url);
        int port = uri.getPort() > 0 ? uri.getPort() : 443;
        Recognition recognition = FORMATS.recognise(
                new RequestTarget("POST", uri.getScheme(), uri.getHost(), port, uri.getPath(), Headers.none()));
        if (recognition instanceof Recognition.ModelCall call) {
            return call.endpoint();
        }
        throw new IllegalStateException("nobody reads " + url);
    }
}
