package io.tallyspan.testing.kit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallyspan.id.Dialect;

/** Requests for clients that are mere transports: what an SDK would send. */
public final class KitRequests {

    /** The model of every chat of the kit that goes to OpenAI. */
    public static final String OPENAI_MODEL = "gpt-4o-mini";

    /** The model of every chat of the kit that goes to Anthropic. */
    public static final String ANTHROPIC_MODEL = "claude-haiku-4-5";

    /** The path of embeddings. */
    public static final String EMBEDDINGS_PATH = "/v1/embeddings";

    private KitRequests() {}

    /** The path of a chat. */
    public static String chatPath(Dialect dialect) {
        return dialect == Dialect.ANTHROPIC ? "/v1/messages" : "/v1/chat/completions";
    }

    /** The body of a chat. */
    public static String chat(Dialect dialect, String prompt) {
        return body(dialect, prompt).toString();
    }

    /** The body of a streaming chat; {@code usage} asks for it in so many words where the dialect wants that. */
    public static String stream(Dialect dialect, String prompt, boolean usage) {
        ObjectNode body = body(dialect, prompt).put("stream", true);
        if (usage && dialect != Dialect.ANTHROPIC) {
            body.putObject("stream_options").put("include_usage", true);
        }
        return body.toString();
    }

    /** The body of an embeddings call. */
    public static String embeddings(String input) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("model", "text-embedding-3-small")
                .put("input", input)
                .toString();
    }

    private static ObjectNode body(Dialect dialect, String prompt) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", dialect == Dialect.ANTHROPIC ? ANTHROPIC_MODEL : OPENAI_MODEL);
        if (dialect == Dialect.ANTHROPIC) {
            body.put("max_tokens", 1_000);
        }
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return body;
    }
}
