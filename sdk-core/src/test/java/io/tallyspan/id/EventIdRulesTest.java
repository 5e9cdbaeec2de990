package io.tallyspan.id;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.http.Headers;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdRulesTest {

    private static final String CALL = CallIds.of("e", "plan", "f", 1);
    private static final String STRONG = "chatcmpl-BHGBewTYXrkQYXQ5DUtzsz7lL7gjy";
    private static final String UUID_4 = "0b1c2d3e-4f5a-4b6c-8d7e-9f0a1b2c3d4e";
    private static final String OPENAI_REQUEST = "req_2c42902a6473653c07ec11ebb8fe5def";

    private final IdTable table = IdTable.standard();
    private final EventIdRules rules = new EventIdRules(table);

    /** An answer with that value in the dialect's request-id header. */
    static Headers answer(Dialect dialect, String requestId) {
        String header = switch (dialect) {
            case AZURE -> "apim-request-id";
            case ANTHROPIC -> "request-id";
            case BEDROCK -> "x-amzn-RequestId";
            case MISTRAL -> "mistral-correlation-id";
            case CEREBRAS -> "inference-id";
            case OPENROUTER -> "x-generation-id";
            case LITELLM -> "x-litellm-call-id";
            default -> "X-Request-ID";
        };
        return SentHeaders.of(header, requestId);
    }

    private EventId choose(Dialect dialect, @Nullable String id, Headers request, Headers response) {
        return rules.choose(dialect, id, request, response, CALL, 2);
    }

    @ParameterizedTest
    @EnumSource
    void aPrefixedIdIsTheSameEventInEveryDialect(Dialect dialect) {
        assertThat(choose(dialect, STRONG, Headers.none(), Headers.none()))
                .isEqualTo(new EventId(EventIds.response(STRONG), 1));
        assertThat(choose(dialect, "msg_01DVteM3nnSHbb43ErkL7NH2", Headers.none(), Headers.none())
                        .rule())
                .isEqualTo(1);
        assertThat(choose(dialect, UUID_4, Headers.none(), Headers.none()).rule())
                .isEqualTo(1);
    }

    @Test
    void bareShapesHoldOnlyWhereTheyWereSeen() {
        String hex = "a4e29c5b82f94d67b23e108a7c9df6e1";
        assertThat(table.strongId(Dialect.MISTRAL, hex, Headers.none())).isEqualTo(hex);
        assertThat(table.strongId(Dialect.COMPATIBLE, hex, Headers.none())).isEqualTo(hex);
        assertThat(table.strongId(Dialect.OLLAMA, hex, Headers.none())).isNull();
        String gemini = "QrwDav6yBK64qtsPq4ft2Ac";
        assertThat(table.strongId(Dialect.VERTEX, gemini, Headers.none())).isEqualTo(gemini);
        assertThat(table.strongId(Dialect.COMPATIBLE, gemini, Headers.none())).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chatcmpl-950",
                "chatcmpl-1",
                "chatcmpl-test-reasoning",
                "chatcmpl-stream",
                "chatcmpl-AsyncTest123456789",
                "chatcmpl-1718000000000000",
                "chatcmpl-00000000-0000-0000-0000-000000000001",
                "chatcmpl-BHGBewTYXrkQYXQ5DUtzsz7lL7gjy\n",
                " chatcmpl-BHGBewTYXrkQYXQ5DUtzsz7lL7gjy",
                "xchatcmpl-BHGBewTYXrkQYXQ5DUtzsz7lL7gjy",
                "resp_test123abc",
                "resp_custom_tool_test_001",
                "resp_file_search_123",
                "resp_01234567890123456789012345678901234567890123456789",
                "resp_02ffbc38ae6fca1a0068ec87605cfc819793efdf27e549667",
                "resp_bGl0ZWxsbTpjdXN0b21fbGxtX3Byb3ZpZGVyOm9wZW5haTttb2RlbF9pZDpub25lO3Jlc3BvbnNlX2lkOnJlc3BfMDJmZmJj",
                "msg_thinking_002",
                "msg_advisor_stop_reasons",
                "modr-1234",
                "run_1",
                "12345678-1234-4123-8123-123456789012",
                "00000000-0000-0000-0000-000000000000",
                "00000000000000000000000000000000",
                "gen-123",
                "disclaimer_warning"
            })
    void stubsAndCountersAreWeakEverywhere(String id) {
        for (Dialect dialect : Dialect.values()) {
            if (dialect != Dialect.GEMINI && dialect != Dialect.VERTEX) {
                assertThat(table.strongId(dialect, id, Headers.none()))
                        .as(dialect.wireName())
                        .isNull();
            }
        }
    }

    @ParameterizedTest
    @NullAndEmptySource
    void missingAndEmptyIdsFallThrough(@Nullable String id) {
        assertThat(choose(Dialect.OPENAI, id, Headers.none(), answer(Dialect.OPENAI, OPENAI_REQUEST)))
                .isEqualTo(new EventId(EventIds.request(Dialect.OPENAI, OPENAI_REQUEST), 2));
        assertThat(choose(Dialect.OPENAI, id, Headers.none(), answer(Dialect.OPENAI, "")))
                .isEqualTo(new EventId(EventIds.attempt(CALL, 2), 3));
        assertThat(choose(Dialect.GEMINI, id, Headers.none(), Headers.none()))
                .isEqualTo(new EventId(EventIds.attempt(CALL, 2), 3));
    }

    @Test
    void ollamaFallsToTheAttemptWhateverAProxyAdds() {
        Headers proxy = SentHeaders.of("x-request-id", UUID_4);
        assertThat(choose(Dialect.OLLAMA, "chatcmpl-950", Headers.none(), proxy).rule())
                .isEqualTo(3);
        assertThat(choose(Dialect.COMPATIBLE, "chatcmpl-950", Headers.none(), proxy)
                        .rule())
                .isEqualTo(3);
    }

    @Test
    void anIdThatEchoesAHeaderIsWeak() {
        String echoing = "chatcmpl-" + UUID_4;
        assertThat(table.strongId(Dialect.COMPATIBLE, echoing, Headers.none())).isEqualTo(echoing);
        assertThat(table.strongId(Dialect.COMPATIBLE, echoing, SentHeaders.of("X-Request-Id", UUID_4)))
                .isNull();
        assertThat(table.strongId(
                        Dialect.COMPATIBLE,
                        echoing,
                        SentHeaders.of("x-anything", " " + UUID_4.toUpperCase(Locale.ROOT))))
                .isNull();
        assertThat(table.strongId(Dialect.COMPATIBLE, echoing, SentHeaders.of("x-anything", echoing)))
                .isNull();
    }

    @Test
    void shortValuesAndCredentialsAreNoEcho() {
        String id = "chatcmpl-" + UUID_4;
        Headers request = SentHeaders.of(
                "Authorization",
                UUID_4,
                "Cookie",
                UUID_4,
                "x-short",
                UUID_4.substring(0, 15),
                "x-empty",
                "",
                "x-long",
                id + id);
        assertThat(table.strongId(Dialect.COMPATIBLE, id, request)).isEqualTo(id);
        assertThat(table.strongId(Dialect.COMPATIBLE, id, SentHeaders.of("x-16", UUID_4.substring(0, 16))))
                .isNull();
    }

    @Test
    void anEchoedRequestIdIsNotUsed() {
        Headers response = answer(Dialect.OPENAI, UUID_4);
        assertThat(table.requestId(Dialect.OPENAI, Headers.none(), response)).isEqualTo(UUID_4);
        assertThat(table.requestId(Dialect.OPENAI, SentHeaders.of("X-Correlation", UUID_4), response))
                .isNull();
        assertThat(table.requestId(
                        Dialect.OPENAI, SentHeaders.of("x-client", UUID_4.toUpperCase(Locale.ROOT)), response))
                .isNull();
        assertThat(choose(Dialect.OPENAI, null, SentHeaders.of("X-Correlation", UUID_4), response)
                        .rule())
                .isEqualTo(3);
    }

    @Test
    void requestIdsMustPassTheirPattern() {
        assertThat(table.requestId(Dialect.OPENAI, Headers.none(), answer(Dialect.OPENAI, "<X_REQUEST_ID>")))
                .isNull();
        assertThat(table.requestId(Dialect.OPENAI, Headers.none(), answer(Dialect.OPENAI, OPENAI_REQUEST + "\n")))
                .isNull();
        assertThat(table.requestId(Dialect.AZURE, Headers.none(), SentHeaders.of("x-ms-client-request-id", UUID_4)))
                .isNull();
        assertThat(table.requestId(Dialect.COHERE, Headers.none(), SentHeaders.of("x-debug-trace-id", UUID_4)))
                .isNull();
    }

    @Test
    void openRoutersHeaderCarriesTheResponseId() {
        String id = "gen-tts-1786404819-31qrGHJVzWyo9PDSG0W3";
        EventId fromBody = choose(Dialect.OPENROUTER, id, Headers.none(), Headers.none());
        assertThat(choose(Dialect.OPENROUTER, null, Headers.none(), answer(Dialect.OPENROUTER, id)))
                .isEqualTo(fromBody)
                .isEqualTo(new EventId(EventIds.response(id), 1));
    }

    @Test
    void theDialectIsPartOfARequestIdsNameOnly() {
        assertThat(choose(Dialect.AZURE, null, Headers.none(), answer(Dialect.AZURE, UUID_4)))
                .isNotEqualTo(choose(Dialect.XAI, null, Headers.none(), answer(Dialect.XAI, UUID_4)));
        assertThat(choose(Dialect.AZURE, STRONG, Headers.none(), answer(Dialect.AZURE, UUID_4)))
                .isEqualTo(choose(Dialect.XAI, STRONG, Headers.none(), answer(Dialect.XAI, UUID_4)));
    }
}
