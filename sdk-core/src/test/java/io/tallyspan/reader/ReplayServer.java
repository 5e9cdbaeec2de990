package io.tallyspan.reader;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 proxy on loopback that answers with recorded bytes, so that clients ask for the provider's own URL. Every
 * piece of a body is a chunk of its own. Connections are kept alive.
 */
final class ReplayServer implements AutoCloseable {

    /** Set by the test on a request, names the {@link Reply} to give. */
    static final String REPLY = "x-replay";

    private static final Set<String> OF_THE_CONNECTION =
            Set.of("content-length", "transfer-encoding", "connection", "keep-alive", "content-encoding");

    /** What to answer. */
    record Reply(Corpus.Entry entry, IntSupplier pieces) {}

    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final Map<String, URI> asked = new ConcurrentHashMap<>();

    ReplayServer() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::acceptAll);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort());
    }

    void reply(String name, Reply reply) {
        replies.put(name, reply);
    }

    /** The URL that was asked for under this name. */
    @Nullable
    URI asked(String name) {
        return asked.get(name);
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16)) {
            socket.setTcpNoDelay(true);
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                Map<String, String> headers = new TreeMap<>();
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    int colon = header.indexOf(':');
                    headers.put(
                            header.substring(0, colon).toLowerCase(Locale.ROOT),
                            header.substring(colon + 1).strip());
                }
                skipBody(in, headers);
                String name = headers.getOrDefault(REPLY, "");
                asked.put(name, URI.create(line.substring(line.indexOf(' ') + 1, line.lastIndexOf(' '))));
                answer(out, requireNonNull(replies.remove(name), "nobody set a reply"));
                out.flush();
            }
        } catch (IOException e) {
            // the client went away; it says so itself
        }
    }

    private static void skipBody(InputStream in, Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").contains("chunked")) {
            int length;
            do {
                length = Integer.parseInt(line(in), 16);
                in.skipNBytes(length);
                line(in);
            } while (length > 0);
        } else {
            in.skipNBytes(Long.parseLong(headers.getOrDefault("content-length", "0")));
        }
    }

    private static void answer(OutputStream out, Reply reply) throws IOException {
        byte[] body = reply.entry().body();
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.entry().status() + " Recorded\r\n");
        reply.entry().json().path("response_headers").fieldNames().forEachRemaining(name -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                head.append(name)
                        .append(": ")
                        .append(reply.entry().responseHeader(name))
                        .append("\r\n");
            }
        });
        if (isGzip(body)) { // many recordings keep the header of a body that was undone
            head.append("content-encoding: gzip\r\n");
        }
        out.write(head.append("transfer-encoding: chunked\r\n\r\n").toString().getBytes(ISO_8859_1));
        for (int at = 0; at < body.length; ) {
            int length = Math.min(reply.pieces().getAsInt(), body.length - at);
            out.write((Integer.toHexString(length) + "\r\n").getBytes(ISO_8859_1));
            out.write(body, at, length);
            out.write("\r\n".getBytes(ISO_8859_1));
            at += length;
        }
        out.write("0\r\n\r\n".getBytes(ISO_8859_1));
    }

    private static boolean isGzip(byte[] body) {
        return body.length > 2 && (body[0] & 0xFF) == 0x1F && (body[1] & 0xFF) == 0x8B;
    }

    /** Without its end; empty at the end of the input too. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                if (line.length() > 0) {
                    throw new EOFException("in the middle of a line");
                }
                return "";
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }
}
