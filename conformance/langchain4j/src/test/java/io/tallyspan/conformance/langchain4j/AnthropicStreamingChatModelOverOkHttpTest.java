package io.tallyspan.conformance.langchain4j;

import io.tallyspan.id.Dialect;
import io.tallyspan.testing.kit.Ability;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitClient;
import io.tallyspan.testing.kit.KitOptions;
import io.tallyspan.testing.kit.StreamingClientSuite;
import io.tallyspan.usage.AttemptSource;

/** Streams are never retried by LangChain4j. */
class AnthropicStreamingChatModelOverOkHttpTest extends StreamingClientSuite {

    @Override
    protected KitOptions options() {
        return KitOptions.of(Dialect.ANTHROPIC, AttemptSource.INFERRED)
                .without(
                        Ability.RETRIES,
                        Ability.CANCELS,
                        Ability.FAILURES,
                        Ability.LOSES_HANDLE,
                        Ability.EVERY_EVENT,
                        Ability.ENDS_WITH_CALLBACK,
                        Ability.STREAM_USAGE,
                        Ability.EMBEDDINGS);
    }

    @Override
    protected KitClient open(ClientSetup setup) {
        return new LangChain4jKitClient(setup, new AnthropicModels(), OkHttpTransport.Builder::new);
    }
}
