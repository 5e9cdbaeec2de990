package io.tallyspan.conformance.spring;

import io.tallyspan.spring.ObservedRestCalls;
import io.tallyspan.spring.ObservedWebCalls;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitRequests;
import java.time.Duration;
import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.ai.anthropic.api.AnthropicApi;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.document.MetadataMode;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;
import org.springframework.ai.openai.api.OpenAiApi;
import org.springframework.ai.retry.NonTransientAiException;
import org.springframework.ai.retry.TransientAiException;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** Models as Spring AI 1 makes them: they call over {@code RestClient} and stream over {@code WebClient}. */
final class ModelsOfOne {

    private ModelsOfOne() {}

    /** Of {@code spring-ai-openai}. */
    static final class OpenAi implements SpringAiKitClient.Models {

        @Override
        public ChatModel chat(ClientSetup setup) {
            return OpenAiChatModel.builder()
                    .openAiApi(api(setup))
                    .defaultOptions(OpenAiChatOptions.builder()
                            .model(KitRequests.OPENAI_MODEL)
                            .streamUsage(setup.streamUsage())
                            .build())
                    .retryTemplate(retries(setup))
                    .build();
        }

        @Override
        public EmbeddingModel embedding(ClientSetup setup) {
            return new OpenAiEmbeddingModel(
                    api(setup),
                    MetadataMode.EMBED,
                    OpenAiEmbeddingOptions.builder()
                            .model("text-embedding-3-small")
                            .build(),
                    retries(setup));
        }

        private static OpenAiApi api(ClientSetup setup) {
            return OpenAiApi.builder()
                    .baseUrl(setup.url().toString())
                    .apiKey("no-secret")
                    .restClientBuilder(rest(setup))
                    .webClientBuilder(web(setup))
                    .build();
        }
    }

    /** Of {@code spring-ai-anthropic}. */
    static final class Anthropic implements SpringAiKitClient.Models {

        @Override
        public ChatModel chat(ClientSetup setup) {
            return AnthropicChatModel.builder()
                    .anthropicApi(AnthropicApi.builder()
                            .baseUrl(setup.url().toString())
                            .apiKey("no-secret")
                            .restClientBuilder(rest(setup))
                            .webClientBuilder(web(setup))
                            .build())
                    .defaultOptions(AnthropicChatOptions.builder()
                            .model(KitRequests.ANTHROPIC_MODEL)
                            .maxTokens(1_000)
                            .build())
                    .retryTemplate(retries(setup))
                    .build();
        }

        @Override
        public EmbeddingModel embedding(ClientSetup setup) {
            throw new UnsupportedOperationException("the provider has none");
        }
    }

    private static RestClient.Builder rest(ClientSetup setup) {
        JdkClientHttpRequestFactory transport = new JdkClientHttpRequestFactory();
        transport.setReadTimeout(setup.timeout());
        RestClient.Builder builder = RestClient.builder()
                .requestFactory(transport)
                .defaultHeaders(headers -> setup.headers().forEach(headers::set));
        // an interceptor of any kind makes Spring state the length of a body that it would send in chunks
        builder.requestInterceptor((request, body, execution) -> execution.execute(request, body));
        for (int i = setup.layers().size() - 1; i >= 0; i--) {
            builder.requestInterceptor(new ObservedRestCalls(setup.layers().get(i)));
        }
        return builder;
    }

    private static WebClient.Builder web(ClientSetup setup) {
        JdkClientHttpConnector transport = new JdkClientHttpConnector();
        transport.setReadTimeout(setup.timeout());
        WebClient.Builder builder = WebClient.builder()
                .clientConnector(transport)
                .defaultHeaders(headers -> setup.headers().forEach(headers::set));
        for (int i = setup.layers().size() - 1; i >= 0; i--) {
            builder.filter(new ObservedWebCalls(setup.layers().get(i)));
        }
        return builder;
    }

    /** Spring AI's own, but patient for as short as the kit is, and as often. */
    private static RetryTemplate retries(ClientSetup setup) {
        return RetryTemplate.builder()
                .maxAttempts(1 + setup.retries())
                .retryOn(TransientAiException.class)
                .retryOn(NonTransientAiException.class) // 429, unless spring.ai.retry.on-client-errors is set
                .retryOn(ResourceAccessException.class)
                .fixedBackoff(Duration.ofMillis(10))
                .build();
    }
}
