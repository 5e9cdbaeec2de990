package io.tallyspan.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormatsTest {

    private final WireFormats formats = new WireFormats(Map.of());

    private static RequestTarget target(String method, String url, Headers headers) {
        int slash = url.indexOf('/');
        return new RequestTarget(method, "https", url.substring(0, slash), 443, url.substring(slash), headers);
    }

    private Recognition recognise(String method, String url) {
        return formats.recognise(target(method, url, Headers.none()));
    }

    private static Endpoint endpoint(Recognition recognition) {
        assertThat(recognition).isInstanceOf(Recognition.ModelCall.class);
        return ((Recognition.ModelCall) recognition).endpoint();
    }

    @ParameterizedTest
    @CsvSource({
        "api.openai.com/v1/chat/completions, OPENAI, chat",
        "api.openai.com/v1/responses, OPENAI, chat",
        "api.openai.com/v1/responses/compact, OPENAI, chat",
        "api.openai.com/v1/embeddings, OPENAI, embeddings",
        "eu.api.openai.com/v1/embeddings, OPENAI, embeddings",
        "api.openai.com//v1//chat/completions/, OPENAI, chat",
        "res.openai.azure.com/openai/deployments/my-gpt/chat/completions, AZURE, chat",
        "res.openai.azure.com/openai/deployments/my-gpt/embeddings, AZURE, embeddings",
        "res.openai.azure.com/openai/v1/responses, AZURE, chat",
        "res.openai.azure.com/openai/responses, AZURE, chat",
        "res.cognitiveservices.azure.com/openai/v1/chat/completions, AZURE, chat",
        "res.services.ai.azure.com/models/chat/completions, AZURE, chat",
        "res.services.ai.azure.com/anthropic/v1/messages, ANTHROPIC, chat",
        "api.anthropic.com/v1/messages, ANTHROPIC, chat",
        "api.anthropic.com/v1/chat/completions, COMPATIBLE, chat",
        "gateway.example.com/x/openai/deployments/d/chat/completions, AZURE, chat"
    })
    void modelCallsAreRecognised(String url, Dialect dialect, String operation) {
        Endpoint endpoint = endpoint(recognise("POST", url));
        assertThat(endpoint.dialect()).isEqualTo(dialect);
        assertThat(endpoint.operation()).isEqualTo(operation);
        assertThat(endpoint.kind()).isEqualTo(Endpoint.Kind.INFERENCE);
        assertThat(endpoint.provisional()).isFalse();
        assertThat(endpoint.billedUnits())
                .isEqualTo(
                        operation.equals("embeddings")
                                ? Set.of(Unit.INPUT_TOKENS)
                                : Set.of(Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS));
        assertThat(recognise("GET", url)).as("a GET of the same").isNotInstanceOf(Recognition.ModelCall.class);
    }

    @ParameterizedTest
    @CsvSource({
        "api.mistral.ai/v1/chat/completions, MISTRAL, chat, null",
        "api.groq.com/openai/v1/chat/completions, GROQ, chat, null",
        "api.x.ai/v1/images/generations, XAI, image_generation, null",
        "openrouter.ai/api/v1/rerank, OPENROUTER, rerank, null",
        "api.openai.com/v1/audio/speech, OPENAI, speech, null",
        "api.openai.com/v1/audio/translations, OPENAI, transcription, null",
        "api.openai.com/v1/moderations, OPENAI, moderation, null",
        "api.openai.com/v1/completions, OPENAI, text_completion, null",
        "api.openai.com/v1/threads/thread_abc/runs, OPENAI, chat, null",
        "api.writer.com/v1/chat, WRITER, chat, null",
        "api.anthropic.com/v1/complete, ANTHROPIC, text_completion, null",
        "api.cohere.com/v2/rerank, COHERE, rerank, null",
        "api.cohere.com/compatibility/v1/chat/completions, COHERE, chat, null",
        "localhost:11434/api/chat, OLLAMA, chat, null",
        "eu-de.ml.cloud.ibm.com/ml/v1/text/generation_stream, WATSONX, text_completion, null",
        "generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:streamGenerateContent,"
                + " GEMINI, generate_content, gemini-2.5-pro",
        "us-east5-aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/anthropic/models/claude-x@1:rawPredict,"
                + " VERTEX, chat, claude-x@1",
        "gateway.example.com/vertex/v1/publishers/google/models/gemini-x:generateContent,"
                + " VERTEX, generate_content, gemini-x",
        "bedrock-runtime.eu-west-1.amazonaws.com/model/us.amazon.nova-lite-v1%3A0/converse,"
                + " BEDROCK, chat, us.amazon.nova-lite-v1:0",
        "bedrock-runtime-fips.us-east-1.amazonaws.com/model/amazon.titan-embed-text-v2%3A0/invoke,"
                + " BEDROCK, embeddings, amazon.titan-embed-text-v2:0",
        "bedrock-mantle.us-east-1.api.aws/v1/responses, BEDROCK, chat, null"
    })
    void everyProvidersCallsAreRecognised(String url, Dialect dialect, String operation, String model) {
        int slash = url.indexOf('/');
        String host = url.substring(0, slash);
        int colon = host.indexOf(':');
        Endpoint endpoint = endpoint(formats.recognise(new RequestTarget(
                "POST",
                "https",
                colon < 0 ? host : host.substring(0, colon),
                colon < 0 ? 443 : Integer.parseInt(host.substring(colon + 1)),
                url.substring(slash),
                Headers.none())));
        assertThat(endpoint.dialect()).isEqualTo(dialect);
        assertThat(endpoint.operation()).isEqualTo(operation);
        assertThat(endpoint.requestModel()).isEqualTo(model.equals("null") ? null : model);
        assertThat(endpoint.provisional()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, api.openai.com/v1/threads/t/runs/run_1, run_1",
        "POST, api.openai.com/v1/threads/t/runs/run_1/submit_tool_outputs, run_1",
        "GET, generativelanguage.googleapis.com/v1beta/interactions/v1_x, v1_x",
        "GET, api.openai.com/v1/responses/resp_1, resp_1",
        "POST, api.openai.com/v1/responses/resp_1/cancel, resp_1",
        "GET, res.openai.azure.com/openai/v1/responses/resp_2, resp_2",
        "GET, res.openai.azure.com/openai/responses/resp_3, resp_3"
    })
    void storedResponsesAreFetched(String method, String url, String id) {
        Endpoint endpoint = endpoint(recognise(method, url));
        assertThat(endpoint.kind()).isEqualTo(Endpoint.Kind.FETCH);
        assertThat(endpoint.storedResponseId()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, api.openai.com/v1/models",
        "GET, api.openai.com/v1/files/file-1/content",
        "GET, api.openai.com/v1/responses/resp_1/input_items",
        "DELETE, api.openai.com/v1/responses/resp_1",
        "POST, api.openai.com/v1/responses/input_tokens",
        "POST, api.openai.com/v1/threads",
        "GET, api.openai.com/v1/chat/completions/chatcmpl-1",
        "POST, api.anthropic.com/v1/messages/count_tokens",
        "GET, api.anthropic.com/v1/messages/batches/msgbatch_1",
        "POST, example.com/v1/messages",
        "POST, example.com/embeddings",
        "POST, example.com/responses",
        "GET, example.com/v1/responses/resp_1",
        "POST, example.com/",
        "POST, api.openai.com.evil.example/v1/batches",
        "POST, notapi.openai.com/images/generations",
        "POST, example.com/completions",
        "POST, example.com/rerank",
        "POST, example.com/api/chat",
        "POST, example.com/v2/chat",
        "POST, generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:countTokens",
        "POST, generativelanguage.googleapis.com/v1beta/cachedContents",
        "POST, api.cohere.com/v1/tokenize",
        "POST, bedrock-runtime.us-east-1.amazonaws.com/model/m/count-tokens"
    })
    void whatIsFreeOrNobodysIsForeign(String method, String url) {
        assertThat(recognise(method, url)).isEqualTo(Recognition.Foreign.INSTANCE);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, api.openai.com/v1/realtime, /v1/realtime",
        "POST, api.openai.com/v1/batches, /v1/batches",
        "POST, res.openai.azure.com//openai/deployments/d/videos, /openai/deployments/{deployment}/videos",
        "POST, res.openai.azure.com/openai/v1/fine_tuning/jobs, /openai/v1/fine_tuning/jobs",
        "POST, api.mistral.ai/v1/batch/jobs, /v1/batch/jobs",
        "POST, generativelanguage.googleapis.com/v1beta/models/veo-3:predictLongRunning,"
                + " /v1/models/{model}:predictLongRunning",
        "POST, bedrock-runtime.us-east-1.amazonaws.com/async-invoke, /v1/async-invoke",
        "GET, api.anthropic.com/v1/messages/batches/b1/results, /v1/messages/batches/{batch}/results"
    })
    void billedPathsThatNobodyReadsAreNamed(String method, String url, String template) {
        assertThat(recognise(method, url)).isEqualTo(new Recognition.Unsupported(template));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost/v1/chat/completions",
                "llm.internal/openai/v1/chat/completions",
                "llm.internal/api/chat/completions",
                "llm.internal/v1/embeddings",
                "llm.internal/v1/responses"
            })
    void onUnknownHostsAPathIsNoProof(String url) {
        Endpoint endpoint = endpoint(recognise("POST", url));
        assertThat(endpoint.dialect()).isEqualTo(Dialect.COMPATIBLE);
        assertThat(endpoint.provisional()).isTrue();
    }

    @Test
    void anthropicsVersionHeaderTellsItsMessagesOnAnyHost() {
        Headers headers = new Headers() {
            @Override
            public @Nullable String first(String name) {
                return name.equals("anthropic-version") ? "2023-06-01" : null;
            }

            @Override
            public void forEach(BiConsumer<String, String> consumer) {
                consumer.accept("anthropic-version", "2023-06-01");
            }
        };
        assertThat(endpoint(formats.recognise(target("POST", "gw.example.com/a/v1/messages", headers)))
                        .dialect())
                .isEqualTo(Dialect.ANTHROPIC);
    }

    @Test
    void configurationWinsAndThePortMatters() {
        WireFormats configured = new WireFormats(Map.of(
                "LLM.internal", Dialect.OPENAI,
                "llm.internal:8443", Dialect.AZURE,
                "[::1]:9000", Dialect.LITELLM,
                "api.openai.com", Dialect.COMPATIBLE,
                "xai.internal", Dialect.XAI));
        assertThat(endpoint(configured.recognise(at("llm.internal", 443))).dialect())
                .isEqualTo(Dialect.OPENAI);
        assertThat(endpoint(configured.recognise(at("llm.internal", 443))).provisional())
                .isFalse();
        assertThat(endpoint(configured.recognise(at("llm.internal", 8443))).dialect())
                .isEqualTo(Dialect.AZURE);
        assertThat(endpoint(configured.recognise(at("[::1]", 9000))).dialect()).isEqualTo(Dialect.LITELLM);
        assertThat(endpoint(configured.recognise(at("api.openai.com", 443))).dialect())
                .isEqualTo(Dialect.COMPATIBLE);
        assertThat(endpoint(configured.recognise(at("xai.internal", 443))).dialect())
                .isEqualTo(Dialect.XAI);
    }

    @Test
    void oneHostMaySpeakSeveralDialectsBelowItsPaths() {
        WireFormats configured = new WireFormats(Map.of(
                "gw.internal", Dialect.LITELLM,
                "gw.internal/groq", Dialect.GROQ,
                "gw.internal:8443/groq", Dialect.XAI,
                "gw.internal/groq/two", Dialect.MISTRAL));
        assertThat(dialectAt(configured, 443, "/v1/chat/completions")).isEqualTo(Dialect.LITELLM);
        assertThat(dialectAt(configured, 443, "/groq/v1/chat/completions")).isEqualTo(Dialect.GROQ);
        assertThat(dialectAt(configured, 443, "/groq/two/chat/completions")).isEqualTo(Dialect.MISTRAL);
        assertThat(dialectAt(configured, 8443, "/groq/v1/chat/completions")).isEqualTo(Dialect.XAI);
        assertThat(dialectAt(configured, 443, "/groqs/v1/chat/completions"))
                .as("another segment")
                .isEqualTo(Dialect.LITELLM);
    }

    private static Dialect dialectAt(WireFormats formats, int port, String path) {
        return endpoint(formats.recognise(
                        new RequestTarget("POST", "https", "gw.internal", port, path, Headers.none())))
                .dialect();
    }

    private static RequestTarget at(String host, int port) {
        return new RequestTarget("POST", "https", host, port, "/v1/chat/completions", Headers.none());
    }

    @Test
    void aHostWithAStrangePortIsRefused() {
        assertThatThrownBy(() -> new WireFormats(Map.of("llm:http", Dialect.OPENAI)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("llm:http");
    }

    private static Endpoint ownPath(Map<String, Dialect> hosts, Map<String, String> endpoints, String url) {
        return endpoint(new WireFormats(hosts, endpoints, List.of()).recognise(target("POST", url, Headers.none())));
    }

    @Test
    void everyEndpointOfAFormatIsOneThatTheFormatKnows() {
        List<String> names = new ArrayList<>();
        for (WireFormat format : WireFormats.shipped()) {
            for (NamedEndpoint named : format.endpoints()) {
                names.add(named.name());
                Endpoint own = ownPath(Map.of(), Map.of("llm.internal/ask", named.name()), "llm.internal/ask");
                assertThat(own.dialect()).as(named.name()).isEqualTo(named.dialect());
                assertThat(own.provisional())
                        .as("the user has said that it is one")
                        .isFalse();
                assertThat(own.requestModel()).as(named.name()).isNull();
                Endpoint there = format.match(
                        target("POST", "llm.internal" + named.path().replace("{model}", "m"), Headers.none()),
                        named.dialect());
                assertThat(own.operation())
                        .as(named.name())
                        .isEqualTo(Objects.requireNonNull(there).operation());
                assertThat(own.billedUnits()).isEqualTo(there.billedUnits());
                assertThat(own.usageOnRequest()).isEqualTo(there.usageOnRequest());
            }
        }
        assertThat(names)
                .doesNotHaveDuplicates()
                .contains("openai-chat", "anthropic-messages", "gemini", "ollama-chat");
    }

    @Test
    void theMostLiteralOfTheUsersOwnPathsWins() {
        Map<String, String> endpoints = Map.of(
                "llm.internal/ask",
                "openai-chat",
                "LLM.internal/v2/*/talk/",
                "anthropic-messages",
                "llm.internal/v2/embed/talk",
                "openai-embeddings",
                "llm.internal:8443/v2/*/talk",
                "cohere-chat",
                "llm.internal/",
                "openai-responses");
        assertThat(ownPath(Map.of(), endpoints, "llm.internal/ask").operation()).isEqualTo("chat");
        assertThat(ownPath(Map.of(), endpoints, "llm.internal//ask/").dialect()).isEqualTo(Dialect.COMPATIBLE);
        assertThat(ownPath(Map.of(), endpoints, "llm.internal/v2/blue/talk").dialect())
                .isEqualTo(Dialect.ANTHROPIC);
        assertThat(ownPath(Map.of(), endpoints, "llm.internal/v2/embed/talk").operation())
                .isEqualTo("embeddings");
        assertThat(ownPath(Map.of(), endpoints, "llm.internal/").operation()).isEqualTo("chat");
        WireFormats formats = new WireFormats(Map.of(), endpoints, List.of());
        RequestTarget other = new RequestTarget("POST", "https", "llm.internal", 8443, "/v2/blue/talk", Headers.none());
        assertThat(endpoint(formats.recognise(other)).dialect()).isEqualTo(Dialect.COHERE);
        for (String foreign : List.of(
                "llm.internal/ask/feedback",
                "llm.internal/askme",
                "llm.internal/v2/talk",
                "other.internal/ask",
                "llm.internal/v2/blue/green/talk")) {
            assertThat(formats.recognise(target("POST", foreign, Headers.none())))
                    .as(foreign)
                    .isEqualTo(Recognition.Foreign.INSTANCE);
        }
        assertThat(formats.recognise(target("GET", "llm.internal/ask", Headers.none())))
                .as("nobody asks a model with GET")
                .isEqualTo(Recognition.Foreign.INSTANCE);
    }

    @Test
    void aPathOfTheUsersOwnMayNameTheModel() {
        Map<String, String> endpoints = Map.of(
                "llm.internal/deployments/{model}/ask", "openai-chat",
                "llm.internal/google/{model}", "gemini",
                "llm.internal/aws/{model}/run", "bedrock-invoke");
        assertThat(ownPath(Map.of(), endpoints, "llm.internal/deployments/gpt-4o/ask")
                        .requestModel())
                .isEqualTo("gpt-4o");
        assertThat(ownPath(Map.of(), endpoints, "llm.internal/google/gemini-2.5-pro")
                        .requestModel())
                .isEqualTo("gemini-2.5-pro");
        Endpoint titan = ownPath(Map.of(), endpoints, "llm.internal/aws/amazon.titan-embed-text-v2%3A0/run");
        assertThat(titan.requestModel()).isEqualTo("amazon.titan-embed-text-v2:0");
        assertThat(titan.operation()).isEqualTo("embeddings");
    }

    @Test
    void theHostsDialectStaysWhereItSpeaksTheEndpoint() {
        Map<String, String> chat = Map.of("llm.internal/ask", "openai-chat");
        assertThat(ownPath(Map.of("llm.internal", Dialect.MISTRAL), chat, "llm.internal/ask"))
                .satisfies(endpoint -> {
                    assertThat(endpoint.dialect()).isEqualTo(Dialect.MISTRAL);
                    assertThat(endpoint.usageOnRequest()).isFalse();
                });
        assertThat(ownPath(
                                Map.of("llm.internal", Dialect.OPENAI),
                                Map.of("llm.internal/ask", "cohere-chat"),
                                "llm.internal/ask")
                        .dialect())
                .isEqualTo(Dialect.COHERE);
        assertThat(ownPath(Map.of(), Map.of("api.openai.com/v1/models", "openai-chat"), "api.openai.com/v1/models")
                        .dialect())
                .as("what the user says wins over what everybody knows")
                .isEqualTo(Dialect.OPENAI);
    }

    @Test
    void aWrongEndpointIsNamedWithTheRightOnes() {
        assertThatThrownBy(() -> new WireFormats(Map.of(), Map.of("llm.internal/ask", "openai"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'llm.internal/ask=openai'")
                .hasMessageContaining("anthropic-complete, anthropic-messages, bedrock-converse");
        assertThatThrownBy(() -> new WireFormats(Map.of(), Map.of("llm.internal", "openai-chat"), List.of()))
                .hasMessageContaining("'llm.internal=openai-chat'")
                .hasMessageContaining("has no path");
        assertThatThrownBy(() -> new WireFormats(Map.of(), Map.of("llm:a/ask", "openai-chat"), List.of()))
                .hasMessageContaining("'llm:a/ask' is no host");
    }
}
