package io.tallyspan.reader;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import java.util.zip.CRC32;

/** Writes messages of {@code application/vnd.amazon.eventstream}. */
final class AwsMessages {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    AwsMessages event(String type, String payload) {
        return message(Map.of(":event-type", type, ":message-type", "event"), payload.getBytes(UTF_8));
    }

    AwsMessages chunk(String document) {
        String encoded = Base64.getEncoder().encodeToString(document.getBytes(UTF_8));
        return event("chunk", "{\"bytes\":\"" + encoded + "\",\"p\":\"abcd\"}");
    }

    AwsMessages exception(String type, String payload) {
        return message(Map.of(":exception-type", type, ":message-type", "exception"), payload.getBytes(UTF_8));
    }

    AwsMessages message(Map<String, String> headers, byte[] payload) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.writeBytes(new byte[] {1, 'b', 0}); // a header b that is true
        encoded.writeBytes(new byte[] {1, 'i', 4, 0, 0, 0, 7}); // and an int
        headers.forEach((name, value) -> {
            encoded.write(name.length());
            encoded.writeBytes(name.getBytes(UTF_8));
            encoded.write(7);
            encoded.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) value.length()).array());
            encoded.writeBytes(value.getBytes(UTF_8));
        });
        int total = 16 + encoded.size() + payload.length;
        ByteBuffer message = ByteBuffer.allocate(total).putInt(total).putInt(encoded.size());
        message.putInt(crc(message.array(), 8)).put(encoded.toByteArray()).put(payload);
        message.putInt(crc(message.array(), total - 4));
        out.writeBytes(message.array());
        return this;
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
