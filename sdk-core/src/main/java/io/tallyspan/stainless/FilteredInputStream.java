package io.tallyspan.stainless;

import static java.util.Objects.requireNonNull;

import io.tallyspan.call.UsageChunkFilter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A response body without the usage that the application did not ask for. It waits for the stream below it no longer
 * than until there is something to pass on. For one thread at a time.
 */
public final class FilteredInputStream extends FilterInputStream {

    private static final int CHUNK = 8192;

    private final UsageChunkFilter filter;
    private final byte[] unfiltered = new byte[CHUNK];
    private byte[] filtered = {};
    private int at;
    private boolean ended;

    /** Filters {@code body}. */
    public FilteredInputStream(InputStream body, UsageChunkFilter filter) {
        super(requireNonNull(body, "body"));
        this.filter = requireNonNull(filter, "filter");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (at == filtered.length && !ended) {
            int read = super.read(unfiltered, 0, CHUNK);
            ended = read < 0;
            filtered = ended ? filter.end() : filter.filter(unfiltered, 0, read);
            at = 0;
        }
        if (at == filtered.length) {
            return -1;
        }
        int count = Math.min(length, filtered.length - at);
        System.arraycopy(filtered, at, bytes, offset, count);
        at += count;
        return count;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = 0;
        byte[] bytes = new byte[(int) Math.min(CHUNK, Math.max(n, 0))];
        while (skipped < n) {
            int read = read(bytes, 0, (int) Math.min(bytes.length, n - skipped));
            if (read < 0) {
                break;
            }
            skipped += read;
        }
        return skipped;
    }

    @Override
    public int available() {
        return filtered.length - at;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
