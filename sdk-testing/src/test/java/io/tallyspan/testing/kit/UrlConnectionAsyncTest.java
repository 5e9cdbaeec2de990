package io.tallyspan.testing.kit;

import io.tallyspan.id.Dialect;
import io.tallyspan.usage.AttemptSource;
import java.util.Set;

/** Marks no retries, and speaks to Anthropic. */
class UrlConnectionAsyncTest extends AsyncClientSuite {

    @Override
    protected KitOptions options() {
        return KitOptions.of(Dialect.ANTHROPIC, AttemptSource.INFERRED).without(Ability.EMBEDDINGS);
    }

    @Override
    protected KitClient open(ClientSetup setup) {
        return new UrlConnectionClient(setup, false, Set.of());
    }
}
