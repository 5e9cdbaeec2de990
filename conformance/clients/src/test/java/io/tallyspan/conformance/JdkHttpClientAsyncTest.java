package io.tallyspan.conformance;

import io.tallyspan.id.Dialect;
import io.tallyspan.testing.kit.Ability;
import io.tallyspan.testing.kit.AsyncClientSuite;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitClient;
import io.tallyspan.testing.kit.KitOptions;
import io.tallyspan.usage.AttemptSource;

class JdkHttpClientAsyncTest extends AsyncClientSuite {

    @Override
    protected KitOptions options() {
        return KitOptions.of(Dialect.OPENAI, AttemptSource.INFERRED).without(Ability.RETRIES);
    }

    @Override
    protected KitClient open(ClientSetup setup) {
        return new JdkKitClient(setup);
    }
}
