package io.tallyspan.testing.kit;

import io.tallyspan.id.Dialect;
import io.tallyspan.usage.AttemptSource;
import java.util.Set;
import org.junit.jupiter.api.Nested;

class UrlConnectionStreamingTest {

    @Nested
    class OpenAi extends StreamingClientSuite {

        @Override
        protected KitOptions options() {
            return KitOptions.of(Dialect.OPENAI, AttemptSource.INFERRED);
        }

        @Override
        protected KitClient open(ClientSetup setup) {
            return new UrlConnectionClient(setup, false, Set.of());
        }
    }

    @Nested
    class Anthropic extends OpenAi {

        @Override
        protected KitOptions options() {
            return super.options().speaking(Dialect.ANTHROPIC);
        }
    }
}
