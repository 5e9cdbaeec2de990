package io.tallyspan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * A server of HTTP/1.1 and cleartext HTTP/2 that answers chat completions in whatever encodings the request's headers
 * ask for, flushed piece by piece and without a length, and can break a stream off.
 */
final class EncodedServer implements AutoCloseable {

    /** What is answered, whole or event by event. Each response has an id of its own, as a provider's has. */
    static List<String> texts(String id, boolean stream) {
        String start = "{\"id\":\"" + id + "\",\"model\":\"gpt-4o-mini\",\"choices\":[";
        String usage = "\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":40,\"total_tokens\":70}}";
        return stream
                ? List.of(
                        "data: " + start + "{\"delta\":{\"content\":\"a\"}}]}\n\n",
                        "data: " + start + "{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
                        "data: " + start + "]," + usage + "\n\n",
                        "data: [DONE]\n\n")
                : List.of(start + "{\"message\":{\"content\":\"" + "lorem ipsum ".repeat(300)
                        + "\"},\"finish_reason\":\"stop\"}]," + usage);
    }

    /**
     * The headers by which a request says how it wants to be answered: id, encodings, and the events before a reset.
     */
    static final String ID = "x-id";

    static final String ENCODING = "x-encoding";

    static final String RESET_AFTER = "x-reset-after";

    private final Server server = new Server();
    private final ServerConnector connector;

    EncodedServer() throws Exception {
        HttpConfiguration configuration = new HttpConfiguration();
        connector = new ServerConnector(
                server, new HttpConnectionFactory(configuration), new HTTP2CServerConnectionFactory(configuration));
        connector.setHost("localhost");
        server.addConnector(connector);
        server.setHandler(new Chat());
        server.start();
    }

    String authority() {
        return "localhost:" + connector.getLocalPort();
    }

    String url() {
        return "http://" + authority() + "/v1/chat/completions";
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    /** The pieces of an encoded body, as they are flushed; the last one ends the encodings. */
    static List<byte[]> encoded(String encodings, List<String> texts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStream out = bytes;
        String[] names = encodings.split(", ", -1);
        for (int i = names.length - 1; i >= 0; i--) {
            out = switch (names[i]) {
                case "br" -> new BrotliOutputStream(out);
                case "zstd" -> new ZstdOutputStreamNoFinalizer(out).setCloseFrameOnFlush(false);
                case "gzip" -> new GZIPOutputStream(out, true);
                case "deflate" -> new DeflaterOutputStream(out, true);
                default -> out;
            };
        }
        List<byte[]> pieces = new ArrayList<>();
        for (String text : texts) {
            out.write(text.getBytes(UTF_8));
            out.flush();
            pieces.add(bytes.toByteArray());
            bytes.reset();
        }
        out.close();
        pieces.add(bytes.toByteArray());
        return pieces;
    }

    private static final class Chat extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String asked = Content.Source.asString(request);
            String encodings = request.getHeaders().get(ENCODING);
            boolean stream = asked.contains("\"stream\":true");
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, stream ? "text/event-stream" : "application/json");
            if (encodings != null) {
                response.getHeaders().put(HttpHeader.CONTENT_ENCODING, encodings);
            }
            String resetAfter = request.getHeaders().get(RESET_AFTER);
            int events = resetAfter == null ? Integer.MAX_VALUE : Integer.parseInt(resetAfter);
            List<byte[]> pieces = encoded(
                    encodings == null ? "" : encodings,
                    texts(String.valueOf(request.getHeaders().get(ID)), stream));
            for (byte[] piece : pieces) {
                if (events-- == 0) {
                    callback.failed(new IOException("reset, as the test wants"));
                    return true;
                }
                Content.Sink.write(response, false, ByteBuffer.wrap(piece));
            }
            callback.succeeded();
            return true;
        }
    }
}
