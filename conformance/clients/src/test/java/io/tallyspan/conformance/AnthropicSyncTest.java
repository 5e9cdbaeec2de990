package io.tallyspan.conformance;

import io.tallyspan.id.Dialect;
import io.tallyspan.testing.kit.Ability;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitClient;
import io.tallyspan.testing.kit.KitOptions;
import io.tallyspan.testing.kit.SyncClientSuite;
import io.tallyspan.usage.AttemptSource;

class AnthropicSyncTest extends SyncClientSuite {

    @Override
    protected KitOptions options() {
        return KitOptions.of(Dialect.ANTHROPIC, AttemptSource.MARKER).without(Ability.EMBEDDINGS);
    }

    @Override
    protected KitClient open(ClientSetup setup) {
        return new AnthropicKitClient(setup);
    }
}
