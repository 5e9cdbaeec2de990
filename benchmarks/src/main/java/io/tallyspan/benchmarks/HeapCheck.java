package io.tallyspan.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpMethod;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import io.tallyspan.Tallyspan;
import io.tallyspan.openai.TallyspanOpenAi;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;

/**
 * How much heap observing adds while a huge answer is read: a response of 64 MiB, and a stream of 200,000 events. Both
 * come out of a generator, so that nothing but the observer can hold on to them. Measured is what is live after a full
 * collection when nine tenths have been read, with and without the observer. Exits with 1 if the difference is 1 MiB or
 * more.
 */
public final class HeapCheck {

    private static final long LIMIT = 1L << 20;
    private static final int READ = 8192;

    private HeapCheck() {}

    /** Runs both checks and prints a line for each. */
    public static void main(String[] arguments) throws IOException {
        boolean good = check("response of 64 MiB", HeapCheck::hugeResponse);
        good &= check("stream of 200,000 events", HeapCheck::longStream);
        System.exit(good ? 0 : 1);
    }

    private interface BodySource {
        Generated open();
    }

    private static boolean check(String name, BodySource source) throws IOException {
        live(source, false);
        long bare = live(source, false);
        long observed = live(source, true);
        long added = observed - bare;
        System.out.printf(
                "%s: %,d bytes live without, %,d with Tallyspan: %,d added (limit %,d)%n",
                name, bare, observed, added, LIMIT);
        return added < LIMIT;
    }

    private static long live(BodySource source, boolean observed) throws IOException {
        Generated body = source.open();
        HttpClient transport = new GeneratedTransport(body);
        try (Tallyspan tallyspan = Tallyspan.builder().sink(record -> {}).build()) {
            HttpClient client = observed ? TallyspanOpenAi.create(tallyspan).wrap(transport) : transport;
            try (HttpResponse response = client.execute(request())) {
                InputStream in = response.body();
                byte[] buffer = new byte[READ];
                long read = 0;
                long live = 0;
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    read += n;
                    if (live == 0 && read > body.total() / 10 * 9) {
                        live = liveBytes();
                    }
                }
                return live;
            }
        }
    }

    private static HttpRequest request() {
        return HttpRequest.builder()
                .method(HttpMethod.POST)
                .baseUrl("https://api.openai.com/v1")
                .addPathSegments("chat", "completions")
                .build();
    }

    private static long liveBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static Generated hugeResponse() {
        String whole = Bodies.chatCompletion(0);
        int at = whole.indexOf("\"content\": \"") + "\"content\": \"".length();
        byte[] filler = "x".repeat(READ).getBytes(US_ASCII);
        return new Generated(
                "application/json", whole.substring(0, at), whole.substring(at), (64 << 20) / READ, unused -> filler);
    }

    private static Generated longStream() {
        return new Generated(
                "text/event-stream",
                "",
                "data: " + Bodies.lastChunk() + "\n\ndata: [DONE]\n\n",
                200_000,
                number -> ("data: " + Bodies.chunk(number) + "\n\n").getBytes(US_ASCII));
    }
}
