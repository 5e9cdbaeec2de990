package io.tallyspan.conformance.langchain4j;

import io.tallyspan.id.Dialect;
import io.tallyspan.testing.kit.Ability;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitClient;
import io.tallyspan.testing.kit.KitOptions;
import io.tallyspan.testing.kit.SyncClientSuite;
import io.tallyspan.usage.AttemptSource;

class AnthropicChatModelOverOkHttpTest extends SyncClientSuite {

    @Override
    protected KitOptions options() {
        return KitOptions.of(Dialect.ANTHROPIC, AttemptSource.INFERRED)
                .without(
                        Ability.CANCELS,
                        Ability.FAILURES,
                        Ability.LOSES_HANDLE,
                        Ability.PARTS_OF_ANSWERS,
                        Ability.EMBEDDINGS);
    }

    @Override
    protected KitClient open(ClientSetup setup) {
        return new LangChain4jKitClient(setup, new AnthropicModels(), OkHttpTransport.Builder::new);
    }
}
