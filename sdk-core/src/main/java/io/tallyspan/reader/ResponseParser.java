package io.tallyspan.reader;

import io.tallyspan.http.Headers;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer of one exchange from the bytes of the response's body as they come over the wire, in constant memory
 * whatever the body's size. Bytes that make no sense make the answer {@linkplain Answer#unreadable() unreadable}, never
 * an exception. For one thread at a time.
 */
public final class ResponseParser {

    private final UsageReader reader;
    private final @Nullable BodyDecoder decoder;
    private final @Nullable ContentEncoding unknownEncoding;
    private final Framing framing;
    private final @Nullable Framing framingBeside;
    private @Nullable BufferBytes buffers;
    private boolean undecodable;
    private boolean finished;

    /**
     * A parser for one answer of an endpoint. Of its headers the content type is only a hint; the content encoding is
     * that of the bytes to come: gzip and deflate are undone, br and zstd where their library is there, of any other
     * nothing is read.
     *
     * @param endpoint what the request addressed
     * @param request what the request's body said
     * @param status the response's status
     * @param headers the response's headers
     */
    public ResponseParser(Endpoint endpoint, RequestFacts request, int status, Headers headers) {
        this(endpoint, request, status, headers, null);
    }

    /**
     * As above.
     *
     * @param beside reads the same documents beside the endpoint's reader, for purposes of its own; null for nobody
     */
    public ResponseParser(
            Endpoint endpoint, RequestFacts request, int status, Headers headers, @Nullable UsageReader beside) {
        reader = endpoint.reader().get();
        reader.begin(request, status, headers);
        ContentEncoding encoding = ContentEncoding.of(headers);
        decoder = encoding.decoder();
        unknownEncoding = decoder != null || encoding.isIdentity() ? null : encoding;
        framing = unknownEncoding == null
                ? new SniffedFraming(reader, headers.first("Content-Type"))
                : UnreadableFraming.INSTANCE;
        framingBeside = beside == null || unknownEncoding != null
                ? null
                : new SniffedFraming(beside, headers.first("Content-Type"));
    }

    /** The encoding because of which nothing can be read; null if it can be undone. */
    public @Nullable ContentEncoding unknownEncoding() {
        return unknownEncoding;
    }

    /** The next bytes of the body. They are not kept. */
    public void feed(byte[] bytes, int offset, int length) {
        if (finished || undecodable || length == 0) {
            return;
        }
        if (decoder == null) {
            decoded(bytes, offset, offset + length);
            return;
        }
        try {
            decoder.decode(bytes, offset, offset + length, this::decoded);
        } catch (DataFormatException e) {
            undecodable = true;
        }
    }

    private void decoded(byte[] bytes, int from, int end) {
        framing.feed(bytes, from, end);
        if (framingBeside != null) {
            framingBeside.feed(bytes, from, end);
        }
    }

    /** The next bytes of the body, from the buffer's position to its limit; neither is moved. */
    public void feed(ByteBuffer bytes) {
        if (buffers == null) {
            buffers = new BufferBytes();
        }
        buffers.pass(bytes, this::feed);
    }

    /** Whether the answer has reached its own end: the JSON document closed, the stream's last event came. */
    public boolean terminated() {
        return framing.terminated() || reader.ended();
    }

    /** What has been read so far. */
    public Answer answer() {
        return reader.answer().framed(terminated(), undecodable || framing.unreadable());
    }

    /**
     * No more bytes will come. Anything fed after that is ignored.
     *
     * @param endOfBody whether the body was read to its end; false if it was cut, cancelled or closed early
     */
    public Answer finish(boolean endOfBody) {
        if (!finished) {
            finished = true;
            framing.finish(endOfBody);
            if (framingBeside != null) {
                framingBeside.finish(endOfBody);
            }
            release();
        }
        return answer();
    }

    /** Lets go of native memory, when the answer will not be asked for. Anything fed after that is ignored. */
    public void release() {
        finished = true;
        if (decoder != null) {
            decoder.close();
        }
    }
}
