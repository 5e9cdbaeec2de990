package io.tallyspan.bridge.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpStatus;

/**
 * An answer to a sender.
 *
 * @param status the HTTP status
 * @param contentType the type of the body
 * @param retryAfterSeconds when to come again; 0 where the sender should not
 * @param body the body
 */
record Answer(int status, String contentType, int retryAfterSeconds, ByteString body) {

    static final String PROTOBUF = "application/x-protobuf";
    private static final int RETRY_SECONDS = 5;
    private static final int SATURATED_SECONDS = 1;
    private static final int STATUS_MESSAGE_FIELD = 2;

    /** Everything is committed. */
    static Answer committed() {
        return new Answer(HttpStatus.OK_200, PROTOBUF, 0, ByteString.EMPTY);
    }

    /** Everything is committed, {@code rejected} spans of it to the dead letters. */
    static Answer partial(int rejected, String message) {
        ExportTracePartialSuccess partial = ExportTracePartialSuccess.newBuilder()
                .setRejectedSpans(rejected)
                .setErrorMessage(message)
                .build();
        return new Answer(
                HttpStatus.OK_200,
                PROTOBUF,
                0,
                ExportTraceServiceResponse.newBuilder()
                        .setPartialSuccess(partial)
                        .build()
                        .toByteString());
    }

    /** A refusal: as a {@code google.rpc.Status}, or as text for those who do not talk OTLP with protobuf. */
    static Answer refused(int status, String message) {
        int retry = switch (status) {
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> RETRY_SECONDS;
            case HttpStatus.TOO_MANY_REQUESTS_429 -> SATURATED_SECONDS;
            default -> 0;
        };
        return switch (status) {
            case HttpStatus.NOT_FOUND_404, HttpStatus.METHOD_NOT_ALLOWED_405, HttpStatus.UNSUPPORTED_MEDIA_TYPE_415 ->
                new Answer(
                        status,
                        "text/plain; charset=utf-8",
                        retry,
                        ByteString.copyFromUtf8(message + System.lineSeparator()));
            default -> new Answer(status, PROTOBUF, retry, status(message));
        };
    }

    /** {@code google.rpc.Status}, of which OTLP asks for the message only. */
    private static ByteString status(String message) {
        byte[] bytes = new byte
                [CodedOutputStream.computeByteArraySize(
                        STATUS_MESSAGE_FIELD, message.getBytes(StandardCharsets.UTF_8))];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeByteArray(STATUS_MESSAGE_FIELD, message.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the right size never fails", e);
        }
        return ByteString.copyFrom(bytes);
    }
}
