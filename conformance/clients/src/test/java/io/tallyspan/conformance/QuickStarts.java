package io.tallyspan.conformance;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.ClientOptions;
import com.openai.core.http.HttpClient;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.tallyspan.Tallyspan;
import io.tallyspan.anthropic.TallyspanAnthropic;
import io.tallyspan.attribution.AttributionScope;
import io.tallyspan.jdkhttp.TallyspanHttpClient;
import io.tallyspan.okhttp.TallyspanOkHttp;
import io.tallyspan.openai.TallyspanOpenAi;
import okhttp3.OkHttpClient;

/** The examples of {@code docs/clients.md}, compiled; {@link ClientsDocumentTest} holds the page to them. */
final class QuickStarts {

    private QuickStarts() {}

    static String openAi() {
        // openai-java
        Tallyspan tallyspan = Tallyspan.create();
        OpenAIClient client = TallyspanOpenAi.create(tallyspan).wrap(OpenAIOkHttpClient.fromEnv());

        try (AttributionScope run =
                tallyspan.run("support").customer("acme").feature("chat").open()) {
            ChatCompletion answer = client.chat()
                    .completions()
                    .create(ChatCompletionCreateParams.builder()
                            .model("gpt-4o-mini")
                            .addUserMessage("Where is my order?")
                            .build());
            return answer.id();
        }
        // end
    }

    static String anthropic(Tallyspan tallyspan) {
        // anthropic-java
        AnthropicClient client = TallyspanAnthropic.create(tallyspan).wrap(AnthropicOkHttpClient.fromEnv());

        Message answer = client.messages()
                .create(MessageCreateParams.builder()
                        .model("claude-haiku-4-5")
                        .maxTokens(1_000)
                        .addUserMessage("Where is my order?")
                        .build());
        // end
        return answer.id();
    }

    static OkHttpClient okHttp(Tallyspan tallyspan) {
        // OkHttp
        OkHttpClient client = TallyspanOkHttp.create(tallyspan).wrap(new OkHttpClient());
        // end
        return client;
    }

    static java.net.http.HttpClient jdk(Tallyspan tallyspan) {
        // java.net.http
        java.net.http.HttpClient client =
                TallyspanHttpClient.create(tallyspan).wrap(java.net.http.HttpClient.newHttpClient());
        // end
        return client;
    }

    static OpenAIClient ownTransport(Tallyspan tallyspan, HttpClient transport) {
        // own transport
        OpenAIClient client = new OpenAIClientImpl(ClientOptions.builder()
                .httpClient(TallyspanOpenAi.create(tallyspan).wrap(transport))
                .fromEnv()
                .build());
        // end
        return client;
    }
}
