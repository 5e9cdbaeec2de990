package io.tallyspan.id;

final class PlainBodyDigest extends BodyDigest {

    @Override
    void add(byte[] bytes, int offset, int length) {
        body.update(bytes, offset, length);
    }

    @Override
    void restart() {}

    @Override
    byte[] finish() {
        return body.digest();
    }
}
