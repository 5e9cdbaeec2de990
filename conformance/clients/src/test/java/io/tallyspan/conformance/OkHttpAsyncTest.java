package io.tallyspan.conformance;

import io.tallyspan.id.Dialect;
import io.tallyspan.testing.kit.AsyncClientSuite;
import io.tallyspan.testing.kit.ClientSetup;
import io.tallyspan.testing.kit.KitClient;
import io.tallyspan.testing.kit.KitOptions;
import io.tallyspan.usage.AttemptSource;

class OkHttpAsyncTest extends AsyncClientSuite {

    @Override
    protected KitOptions options() {
        return KitOptions.of(Dialect.OPENAI, AttemptSource.INFERRED);
    }

    @Override
    protected KitClient open(ClientSetup setup) {
        return new OkHttpKitClient(setup);
    }
}
