package io.tallyspan.reader;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Amazon Bedrock's runtime: {@code POST /model/{model}/converse}, {@code converse-stream}, {@code invoke} and
 * {@code invoke-with-response-stream}, at AWS and behind gateways that keep the path.
 */
final class BedrockFormat implements WireFormat {

    private static final String MODEL = "/model/";

    @Override
    public String name() {
        return "bedrock";
    }

    @Override
    public List<NamedEndpoint> endpoints() {
        return List.of(
                new NamedEndpoint("bedrock-converse", "/model/{model}/converse", Dialect.BEDROCK),
                new NamedEndpoint("bedrock-invoke", "/model/{model}/invoke", Dialect.BEDROCK));
    }

    @Override
    public @Nullable Endpoint match(RequestTarget target, @Nullable Dialect host) {
        String path = target.path();
        int at = path.lastIndexOf(MODEL);
        int slash = path.lastIndexOf('/');
        if (at < 0 || slash <= at + MODEL.length() || !OpenAiFamily.isPost(target)) {
            return null;
        }
        if (host != null && host != Dialect.BEDROCK && host != Dialect.COMPATIBLE) {
            return null;
        }
        String model = decoded(path.substring(at + MODEL.length(), slash));
        return switch (path.substring(slash + 1)) {
            case "converse", "converse-stream" ->
                Endpoint.inference(Dialect.BEDROCK, "chat", OpenAiFamily.CHAT_BILLS, BedrockConverseReader::new)
                        .withRequestModel(model);
            case "invoke", "invoke-with-response-stream" ->
                Endpoint.inference(
                                Dialect.BEDROCK, operation(model), billed(model), () -> new BedrockInvokeReader(model))
                        .withRequestModel(model);
            default -> null;
        };
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment; // a stray percent sign
        }
    }

    private static String operation(String model) {
        if (model.contains("embed")) {
            return "embeddings";
        } else if (model.contains("rerank")) {
            return "rerank";
        }
        return isImageModel(model) ? "image_generation" : "chat";
    }

    private static Set<Unit> billed(String model) {
        if (model.contains("embed")) {
            return Set.of(Unit.INPUT_TOKENS);
        }
        return model.contains("rerank") || isImageModel(model) ? Set.of() : OpenAiFamily.CHAT_BILLS;
    }

    private static boolean isImageModel(String model) {
        return model.contains("stability.") || model.contains("titan-image") || model.contains("nova-canvas");
    }
}
