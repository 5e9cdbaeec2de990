package io.tallyspan.conformance.spring;

import io.tallyspan.id.Dialect;
import io.tallyspan.testing.kit.Ability;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitClient;
import io.tallyspan.testing.kit.KitOptions;
import io.tallyspan.testing.kit.StreamingClientSuite;
import io.tallyspan.usage.AttemptSource;

class AnthropicStreamTest extends StreamingClientSuite {

    @Override
    protected KitOptions options() {
        return KitOptions.of(Dialect.ANTHROPIC, AttemptSource.MARKER)
                .without(
                        Ability.FAILURES,
                        Ability.LOSES_HANDLE,
                        Ability.EMBEDDINGS,
                        Ability.EVERY_EVENT,
                        Ability.ANSWERS_WITHOUT_USAGE,
                        Ability.RETRIES_LOST_CONNECTIONS);
    }

    @Override
    protected KitClient open(ClientSetup setup) {
        return new SpringAiKitClient(setup, new AnthropicModels());
    }
}
