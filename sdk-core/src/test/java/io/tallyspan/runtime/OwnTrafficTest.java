package io.tallyspan.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.impl.InstrumentationUtil;
import io.opentelemetry.context.Context;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OwnTrafficTest {

    @Test
    void theWorkIsMarkedAsTelemetrysOwn() {
        AtomicBoolean marked = new AtomicBoolean();

        OwnTraffic.run(() -> marked.set(InstrumentationUtil.shouldSuppressInstrumentation(Context.current())));

        assertThat(marked).isTrue();
        assertThat(InstrumentationUtil.shouldSuppressInstrumentation(Context.current()))
                .isFalse();
    }

    @Test
    void whatItThrowsIsThrown() {
        IllegalStateException own = new IllegalStateException("own");

        assertThatThrownBy(() -> OwnTraffic.run(() -> {
                    throw own;
                }))
                .isSameAs(own);
    }
}
