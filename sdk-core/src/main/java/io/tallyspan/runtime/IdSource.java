package io.tallyspan.runtime;

/**
 * Where random ids come from: runs and executions nobody named, and the trace and span ids of usage spans. Event ids
 * never come from here; they are pure functions in {@code io.tallyspan.id}. Implementations are safe for use by several
 * threads.
 */
public interface IdSource {

    /** A random UUID (version 4, RFC 9562) in its 36-character lower-case form. */
    String uuid();

    /** A random, valid OpenTelemetry trace id: 32 lower-case hex digits, not all zero. */
    String traceId();

    /** A random, valid OpenTelemetry span id: 16 lower-case hex digits, not all zero. */
    String spanId();

    /** Ids from {@link java.util.concurrent.ThreadLocalRandom}; unguessable they are not, nor need they be. */
    static IdSource random() {
        return RandomIdSource.INSTANCE;
    }
}
