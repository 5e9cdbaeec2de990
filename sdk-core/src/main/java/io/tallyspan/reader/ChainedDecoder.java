package io.tallyspan.reader;

import java.util.zip.DataFormatException;

/** Undoes two encodings, the one that was applied last first. */
final class ChainedDecoder implements BodyDecoder {

    private final BodyDecoder outer;
    private final BodyDecoder inner;

    ChainedDecoder(BodyDecoder outer, BodyDecoder inner) {
        this.outer = outer;
        this.inner = inner;
    }

    @Override
    public void decode(byte[] bytes, int from, int end, Output output) throws DataFormatException {
        outer.decode(bytes, from, end, (piece, start, stop) -> inner.decode(piece, start, stop, output));
    }

    @Override
    public void close() {
        outer.close();
        inner.close();
    }
}
