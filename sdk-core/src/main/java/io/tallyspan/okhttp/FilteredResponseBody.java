package io.tallyspan.okhttp;

import io.tallyspan.call.UsageChunkFilter;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** A response body without the usage that the application did not ask for. */
final class FilteredResponseBody extends ResponseBody {

    private final ResponseBody body;
    private final BufferedSource source;

    FilteredResponseBody(ResponseBody body, UsageChunkFilter filter) {
        this.body = body;
        this.source = Okio.buffer(new FilteredSource(body.source(), filter));
    }

    @Override
    public @Nullable MediaType contentType() {
        return body.contentType();
    }

    /** Unknown: what is hidden was counted. */
    @Override
    public long contentLength() {
        return -1;
    }

    @Override
    public BufferedSource source() {
        return source;
    }

    private static final class FilteredSource extends ForwardingSource {

        private static final long CHUNK = 8192;

        private final UsageChunkFilter filter;
        private final Buffer unfiltered = new Buffer();
        private final Buffer filtered = new Buffer();
        private boolean ended;

        FilteredSource(Source wire, UsageChunkFilter filter) {
            super(wire);
            this.filter = filter;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            while (filtered.exhausted() && !ended && byteCount > 0) {
                ended = super.read(unfiltered, CHUNK) < 0;
                byte[] bytes = unfiltered.readByteArray();
                filtered.write(filter.filter(bytes, 0, bytes.length));
                if (ended) {
                    filtered.write(filter.end());
                }
            }
            return filtered.read(sink, byteCount);
        }
    }
}
