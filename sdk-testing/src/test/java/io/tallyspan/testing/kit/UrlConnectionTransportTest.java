package io.tallyspan.testing.kit;

import io.tallyspan.id.Dialect;
import io.tallyspan.usage.AttemptSource;
import java.util.Set;

class UrlConnectionTransportTest extends TransportSuite {

    @Override
    protected KitOptions options() {
        return KitOptions.of(Dialect.OPENAI, AttemptSource.INFERRED);
    }

    @Override
    protected KitClient open(ClientSetup setup) {
        return new UrlConnectionClient(setup, false, Set.of());
    }
}
