package io.tallyspan.conformance.spring;

import io.tallyspan.id.Dialect;
import io.tallyspan.testing.kit.Ability;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitClient;
import io.tallyspan.testing.kit.KitOptions;
import io.tallyspan.testing.kit.StreamingClientSuite;
import io.tallyspan.usage.AttemptSource;

class AnthropicOfOneStreamTest extends StreamingClientSuite {

    @Override
    protected KitOptions options() {
        return KitOptions.of(Dialect.ANTHROPIC, AttemptSource.INFERRED)
                .without(Ability.RETRIES, Ability.FAILURES, Ability.LOSES_HANDLE, Ability.EMBEDDINGS);
    }

    @Override
    protected KitClient open(ClientSetup setup) {
        return new SpringAiKitClient(setup, new ModelsOfOne.Anthropic());
    }
}
