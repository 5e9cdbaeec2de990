package io.tallyspan.examples.supportdesk;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.Interceptor;
import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.client.okhttp.OkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.ClientOptions;
import io.opentelemetry.context.Context;
import io.tallyspan.Tallyspan;
import io.tallyspan.anthropic.TallyspanAnthropic;
import io.tallyspan.attribution.Attribution;
import io.tallyspan.openai.TallyspanOpenAi;
import io.tallyspan.testing.provider.FakeProvider;
import java.net.InetSocketAddress;
import java.net.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * The vendors' own clients, wrapped. What an application needs of this is {@code fromEnv()} and {@code wrap}; the rest
 * tells a fake provider whose request it is, so that it gives the same answer whenever an execution is repeated.
 */
final class Clients {

    private static final String NO_KEY = "fake";

    private Clients() {}

    /** OpenAI's client; {@code fake} is where a fake listens, null for the real one and the key in the environment. */
    static OpenAIClient openai(Tallyspan tallyspan, @Nullable InetSocketAddress fake) {
        return TallyspanOpenAi.create(tallyspan)
                .wrap(fake == null ? OpenAIOkHttpClient.fromEnv() : fakeOpenAi(tallyspan, fake));
    }

    /** Anthropic's client; as {@link #openai}. */
    static AnthropicClient anthropic(Tallyspan tallyspan, @Nullable InetSocketAddress fake) {
        return TallyspanAnthropic.create(tallyspan)
                .wrap(fake == null ? AnthropicOkHttpClient.fromEnv() : fakeAnthropic(tallyspan, fake));
    }

    private static OpenAIClient fakeOpenAi(Tallyspan tallyspan, InetSocketAddress fake) {
        OkHttpClient http = OkHttpClient.builder()
                .proxy(new Proxy(Proxy.Type.HTTP, fake))
                .addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .header(FakeProvider.SEED_HEADER, seed(tallyspan))
                        .build()))
                .build();
        return new OpenAIClientImpl(ClientOptions.builder()
                .httpClient(http)
                .baseUrl(Provider.OPENAI.fakeUrl())
                .apiKey(NO_KEY)
                .build());
    }

    private static AnthropicClient fakeAnthropic(Tallyspan tallyspan, InetSocketAddress fake) {
        return AnthropicOkHttpClient.builder()
                .proxy(new Proxy(Proxy.Type.HTTP, fake))
                .addInterceptor(Interceptor.syncOnly((next, request, options) -> next.execute(
                        request.toBuilder()
                                .putHeader(FakeProvider.SEED_HEADER, seed(tallyspan))
                                .build(),
                        options)))
                .baseUrl(Provider.ANTHROPIC.fakeUrl())
                .apiKey(NO_KEY)
                .build();
    }

    private static String seed(Tallyspan tallyspan) {
        Attribution attribution =
                tallyspan.attributor().origin(Context.current()).attribution();
        return JobIds.seed(attribution.executionId(), attribution.stepPath());
    }
}
