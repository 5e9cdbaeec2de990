package io.tallyspan.testing.provider;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One client's connection: requests one after the other, until either side has had enough. */
final class Connection implements Runnable {

    /** Answers one request. */
    interface Handler {
        Performance.After handle(HttpReader.Message message, Connection connection) throws IOException;
    }

    private final Socket socket;
    private final Handler handler;
    private final InputStream in;
    private final OutputStream out;

    Connection(Socket socket, Handler handler) throws IOException {
        this.socket = socket;
        this.handler = handler;
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    }

    @Override
    public void run() {
        try (socket) {
            HttpReader reader = new HttpReader(in, out);
            for (HttpReader.Message message = reader.next(); message != null; message = reader.next()) {
                Performance.After after = handler.handle(message, this);
                if (after == Performance.After.RESET) {
                    // Closing with a linger of 0 sends RST in place of FIN.
                    socket.setSoLinger(true, 0);
                }
                if (after != Performance.After.KEEP || message.headers().contains("Connection", "close")) {
                    return;
                }
            }
        } catch (IOException clientGone) {
            // The books keep what that means: what was not delivered is unobservable.
        }
    }

    HttpWriter writer(int fragment) {
        return new HttpWriter(out, fragment);
    }

    /** For what is none of the provider's paths. */
    void notFound() throws IOException {
        byte[] body = "{\"error\":{\"message\":\"Invalid URL\",\"type\":\"invalid_request_error\",\"code\":null}}"
                .getBytes(StandardCharsets.UTF_8);
        HttpWriter writer = writer(0);
        writer.head(404, Map.of("content-type", "application/json"), body.length, false);
        writer.piece(body);
        writer.end();
    }

    /** Returns when the client has closed its side, or the provider all of it. */
    void awaitClientGone() throws IOException {
        while (in.read() >= 0) {
            // A client that pipelines is none of ours; what it sends meanwhile is dropped.
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // Then there is nothing left to close.
        }
    }
}
