package io.tallyspan.export;

import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.tallyspan.runtime.OwnTraffic;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Sends through one of OpenTelemetry's senders, with instrumentation suppressed: nobody's tracing, ours least of all,
 * sees an export.
 */
final class SenderTransport implements Transport {

    /** Either kind of sender, with its answers read. */
    private interface Call {
        void send(MessageWriter message, Consumer<SendResult> answer);
    }

    private final Call call;
    private final Runnable shutdown;
    private final ExecutorService executor;
    private final Duration patience;

    private SenderTransport(Call call, Runnable shutdown, ExecutorService executor, Duration timeout) {
        this.call = call;
        this.shutdown = shutdown;
        this.executor = executor;
        this.patience = SendLimits.patience(timeout);
    }

    static Transport http(HttpSender sender, ExecutorService executor, Duration timeout) {
        return new SenderTransport(
                (message, answer) -> sender.send(
                        message,
                        response -> answer.accept(read(response)),
                        failure -> answer.accept(SendFailures.ofThrowable(failure))),
                sender::shutdown,
                executor,
                timeout);
    }

    static Transport grpc(GrpcSender sender, ExecutorService executor, Duration timeout) {
        return new SenderTransport(
                (message, answer) -> sender.send(
                        message,
                        response -> answer.accept(read(response)),
                        failure -> answer.accept(SendFailures.ofThrowable(failure))),
                sender::shutdown,
                executor,
                timeout);
    }

    @Override
    public SendResult send(byte[] request) throws InterruptedException {
        CompletableFuture<SendResult> answer = new CompletableFuture<>();
        OwnTraffic.run(() -> call.send(new Message(request), answer::complete));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return SendFailures.ofThrowable(e);
        }
    }

    @Override
    public void close() {
        shutdown.run();
        executor.shutdownNow();
    }

    private static SendResult read(HttpResponse response) {
        int status = response.getStatusCode();
        return status >= 200 && status < 300
                ? ExportAnswer.read(response.getResponseBody())
                : SendFailures.ofStatus(status);
    }

    private static SendResult read(GrpcResponse response) {
        String cause = "grpc_" + response.getStatusCode();
        return switch (response.getStatusCode()) {
            case OK -> ExportAnswer.read(response.getResponseMessage());
            case INVALID_ARGUMENT, OUT_OF_RANGE ->
                new SendResult.Unacceptable(cause, "the receiver does not take the request");
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                new SendResult.Refused(cause, "the receiver does not accept the credentials: check the headers");
            case UNIMPLEMENTED, NOT_FOUND ->
                new SendResult.Refused(cause, "nothing receives traces there: check the endpoint");
            default -> new SendResult.Unavailable(cause, "the receiver is not ready");
        };
    }

    private static final class Message implements MessageWriter {

        private final byte[] bytes;

        Message(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void writeMessage(OutputStream output) throws IOException {
            output.write(bytes);
        }

        @Override
        public int getContentLength() {
            return bytes.length;
        }
    }
}
