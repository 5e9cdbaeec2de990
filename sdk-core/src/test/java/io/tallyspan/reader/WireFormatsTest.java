package io.tallyspan.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallyspan.http.Headers;
import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import io.tallyspan.usage.Unit;
import java.util.Map;
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
        "POST, api.openai.com.evil.example/v1/images/generations",
        "POST, notapi.openai.com/v1/completions"
    })
    void whatIsFreeOrNobodysIsForeign(String method, String url) {
        assertThat(recognise(method, url)).isEqualTo(Recognition.Foreign.INSTANCE);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, api.openai.com/v1/images/generations, /v1/images/generations",
        "POST, api.openai.com/v1/audio/transcriptions, /v1/audio/transcriptions",
        "POST, api.openai.com/v1/completions, /v1/completions",
        "POST, api.openai.com/v1/threads/thread_abc/runs, /v1/threads/{thread}/runs",
        "GET, api.openai.com/v1/realtime, /v1/realtime",
        "POST, res.openai.azure.com//openai/deployments/d/completions, /openai/deployments/{deployment}/completions",
        "POST, res.openai.azure.com/openai/v1/images/edits, /openai/v1/images/edits",
        "POST, api.anthropic.com/v1/complete, /v1/complete",
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
        assertThat(configured.recognise(at("xai.internal", 443)))
                .as("a dialect whose arithmetic no reader knows yet")
                .isEqualTo(new Recognition.Unsupported("/v1/chat/completions"));
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
}
