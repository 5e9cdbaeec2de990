package io.tallyspan.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallyspan.id.Dialect;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;

/** What is read: an answer of each format, whole answers of about 2 KB and streams of 500 pieces of a token. */
public enum Body {
    CHAT_2K(Framing.JSON, Dialect.OPENAI, "/v1/chat/completions"),
    CHAT_200K(Framing.JSON, Dialect.OPENAI, "/v1/chat/completions"),
    CHAT_STREAM(Framing.EVENTS, Dialect.OPENAI, "/v1/chat/completions"),
    RESPONSE_2K(Framing.JSON, Dialect.OPENAI, "/v1/responses"),
    RESPONSE_STREAM(Framing.EVENTS, Dialect.OPENAI, "/v1/responses"),
    COMPLETION_2K(Framing.JSON, Dialect.OPENAI, "/v1/completions"),
    EMBEDDING_3072(Framing.JSON, Dialect.OPENAI, "/v1/embeddings"),
    IMAGE_200K(Framing.JSON, Dialect.OPENAI, "/v1/images/generations"),
    MISTRAL_STREAM(Framing.EVENTS, Dialect.MISTRAL, "/v1/chat/completions"),
    MESSAGE_2K(Framing.JSON, Dialect.ANTHROPIC, "/v1/messages"),
    MESSAGE_STREAM(Framing.EVENTS, Dialect.ANTHROPIC, "/v1/messages"),
    COMPLETE_2K(Framing.JSON, Dialect.ANTHROPIC, "/v1/complete"),
    GEMINI_2K(Framing.JSON, Dialect.GEMINI, "/v1beta/models/gemini-2.5-pro:generateContent"),
    GEMINI_STREAM(Framing.EVENTS, Dialect.GEMINI, "/v1beta/models/gemini-2.5-pro:streamGenerateContent"),
    GEMINI_ARRAY(Framing.ARRAY, Dialect.GEMINI, "/v1beta/models/gemini-2.5-pro:streamGenerateContent"),
    CONVERSE_2K(Framing.JSON, Dialect.BEDROCK, "/model/amazon.nova-lite-v1%3A0/converse"),
    CONVERSE_STREAM(Framing.AWS, Dialect.BEDROCK, "/model/amazon.nova-lite-v1%3A0/converse-stream"),
    INVOKE_STREAM(
            Framing.AWS_CHUNKS, Dialect.BEDROCK, "/model/anthropic.claude-sonnet-4-5/invoke-with-response-stream"),
    COHERE_2K(Framing.JSON, Dialect.COHERE, "/v2/chat"),
    COHERE_STREAM(Framing.EVENTS, Dialect.COHERE, "/v2/chat"),
    OLLAMA_2K(Framing.JSON, Dialect.OLLAMA, "/api/chat"),
    OLLAMA_STREAM(Framing.LINES, Dialect.OLLAMA, "/api/chat"),
    WATSONX_2K(Framing.JSON, Dialect.WATSONX, "/ml/v1/text/generation");

    private static final int PIECES = 500;
    private static final int TEXT = 1_300;

    private final Framing framing;
    private final Dialect dialect;
    private final String path;

    Body(Framing framing, Dialect dialect, String path) {
        this.framing = framing;
        this.dialect = dialect;
        this.path = path;
    }

    Framing framing() {
        return framing;
    }

    Dialect dialect() {
        return dialect;
    }

    String path() {
        return path;
    }

    /** The documents of the body. */
    List<byte[]> documents() {
        return switch (this) {
            case CHAT_2K -> List.of(Bodies.chatCompletion());
            case CHAT_200K -> one(Bodies.chatCompletion(200_000));
            case CHAT_STREAM, MISTRAL_STREAM -> pieces("", Bodies::chunk, Bodies.lastChunk(), "[DONE]");
            case RESPONSE_2K -> one(Bodies.response());
            case RESPONSE_STREAM ->
                pieces(
                        "{\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\",\"status\":"
                                + "\"in_progress\",\"model\":\"gpt-5-2025-08-07\",\"output\":[],\"usage\":null}}",
                        i -> "{\"type\":\"response.output_text.delta\",\"sequence_number\":" + i
                                + ",\"item_id\":\"msg_68af4030592c81938ec0a5fbab4a3e9f\",\"output_index\":0,\"content_index\":0,"
                                + "\"delta\":\" token" + i + "\",\"logprobs\":[],\"obfuscation\":\"Zp3x\"}",
                        "{\"type\":\"response.completed\",\"sequence_number\":501,\"response\":" + Bodies.response()
                                + "}");
            case COMPLETION_2K -> one(Bodies.completion());
            case EMBEDDING_3072 -> List.of(Bodies.embedding(3072));
            case IMAGE_200K ->
                one("{\"created\":1763780000,\"data\":[{\"b64_json\":\""
                        + Base64.getEncoder().encodeToString(new byte[150_000])
                        + "\"}],\"usage\":{\"input_tokens\":50,\"input_tokens_details\":{\"text_tokens\":50,\"image_tokens\":0},"
                        + "\"output_tokens\":1056,\"total_tokens\":1106}}");
            case MESSAGE_2K -> List.of(Bodies.message(TEXT));
            case MESSAGE_STREAM, INVOKE_STREAM ->
                pieces(Bodies.messageStart(), Bodies::messageDelta, Bodies.messageEnd(), "{\"type\":\"message_stop\"}");
            case COMPLETE_2K ->
                one(
                        "{\"type\":\"completion\",\"id\":\"compl_01CtvorJWMstkmATFkR7qVYM\",\"completion\":\""
                                + Bodies.text(TEXT)
                                + "\",\"stop_reason\":\"stop_sequence\",\"model\":\"claude-2.1\",\"stop\":null,\"log_id\":\"x\"}");
            case GEMINI_2K -> one(Bodies.gemini(Bodies.text(TEXT), true));
            case GEMINI_STREAM, GEMINI_ARRAY ->
                pieces("", i -> Bodies.gemini(" token" + i, false), Bodies.gemini("", true));
            case CONVERSE_2K -> one(Bodies.converse());
            case CONVERSE_STREAM ->
                pieces(
                        "{\"p\":\"abcdefg\",\"role\":\"assistant\"}",
                        i -> "{\"contentBlockIndex\":0,\"delta\":{\"text\":\" token" + i
                                + "\"},\"p\":\"abcdefghijklmnopq\"}",
                        "{\"metrics\":{\"latencyMs\":850},\"p\":\"abc\",\"usage\":{\"inputTokens\":20,\"outputTokens\":500,"
                                + "\"totalTokens\":520}}");
            case COHERE_2K -> one(Bodies.cohere());
            case COHERE_STREAM ->
                pieces(
                        "{\"type\":\"message-start\",\"id\":\"29f14a5a-11de-4cae-9800-25e4747408ea\",\"delta\":{\"message\":{"
                                + "\"role\":\"assistant\",\"content\":[]}}}",
                        i ->
                                "{\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\" token"
                                        + i + "\"}}}}",
                        "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\",\"usage\":{\"billed_units\":{"
                                + "\"input_tokens\":17,\"output_tokens\":500},\"tokens\":{\"input_tokens\":80,\"output_tokens\":500}}}}");
            case OLLAMA_2K -> one(Bodies.ollama(Bodies.text(TEXT), true));
            case OLLAMA_STREAM -> pieces("", i -> Bodies.ollama(" token" + i, false), Bodies.ollama("", true));
            case WATSONX_2K ->
                one("{\"model_id\":\"ibm/granite-3-8b-instruct\",\"created_at\":\"2026-11-20T10:00:00Z\",\"results\":[{"
                        + "\"generated_text\":\"" + Bodies.text(TEXT)
                        + "\",\"generated_token_count\":300,\"input_token_count\":20,\"stop_reason\":\"eos_token\"}]}");
        };
    }

    private static List<byte[]> one(String document) {
        return List.of(document.getBytes(UTF_8));
    }

    private static List<byte[]> pieces(String first, IntFunction<String> piece, String... last) {
        List<byte[]> documents = new ArrayList<>();
        if (!first.isEmpty()) {
            documents.add(first.getBytes(UTF_8));
        }
        for (int i = 0; i < PIECES; i++) {
            documents.add(piece.apply(i).getBytes(UTF_8));
        }
        for (String each : last) {
            documents.add(each.getBytes(UTF_8));
        }
        return documents;
    }
}
