package io.tallyspan.testing.kit;

import io.tallyspan.id.Dialect;
import io.tallyspan.usage.AttemptSource;
import java.util.Set;

class UrlConnectionSyncTest extends SyncClientSuite {

    @Override
    protected KitOptions options() {
        return KitOptions.of(Dialect.OPENAI, AttemptSource.MARKER);
    }

    @Override
    protected KitClient open(ClientSetup setup) {
        return new UrlConnectionClient(setup, true, Set.of());
    }
}
