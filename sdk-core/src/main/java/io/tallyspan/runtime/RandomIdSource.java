package io.tallyspan.runtime;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

enum RandomIdSource implements IdSource {
    INSTANCE;

    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_RFC = 0x8000000000000000L;

    @Override
    public String uuid() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~0xF000L) | VERSION_4;
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | VARIANT_RFC;
        return new UUID(high, low).toString();
    }

    @Override
    public String traceId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return TraceId.fromLongs(random.nextLong(), nonZero(random));
    }

    @Override
    public String spanId() {
        return SpanId.fromLong(nonZero(ThreadLocalRandom.current()));
    }

    private static long nonZero(ThreadLocalRandom random) {
        long value;
        do {
            value = random.nextLong();
        } while (value == 0);
        return value;
    }
}
