package io.tallyspan.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.http.RequestTarget;
import io.tallyspan.id.Dialect;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the readers make of recorded traffic is what an independent script made of it. */
class CorpusTest {

    @Test
    void everyRecordIsReadAsTheScriptReadIt() {
        List<String> differences = new ArrayList<>();
        List<String> unsupported = new ArrayList<>();
        CorpusTable table = new CorpusTable("read in process");
        for (Corpus.Entry entry : Corpus.entries()) {
            if (!entry.isModelCall()) {
                continue;
            }
            Endpoint endpoint = endpoint(entry);
            CorpusTable.Result result;
            if (endpoint == null) {
                unsupported.add(entry + " " + entry.text("url"));
                result = CorpusTable.Result.NOT_SUPPORTED;
            } else {
                int before = differences.size();
                readInEveryWay(endpoint, entry, differences);
                result = differences.size() == before ? CorpusTable.Result.EQUAL : CorpusTable.Result.DIFFERS;
            }
            table.add(entry, result);
        }
        table.print();
        assertThat(differences).isEmpty();
        assertThat(unsupported).isEmpty();
    }

    private static void readInEveryWay(Endpoint endpoint, Corpus.Entry entry, List<String> differences) {
        byte[] body = entry.body();
        Answer whole = read(endpoint, entry, body, null);
        assertThat(whole.unreadable()).as("unreadable: %s", entry).isFalse();
        CorpusReading.of(whole).differenceFrom(entry).ifPresent(differences::add);
        assertThat(read(endpoint, entry, body, () -> 1))
                .as("in single bytes: %s", entry)
                .isEqualTo(whole);
        for (int seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            assertThat(read(endpoint, entry, body, () -> 1 + random.nextInt(90)))
                    .as("in pieces, seed %s: %s", seed, entry)
                    .isEqualTo(whole);
        }
    }

    /** Null if nobody reads it. */
    static @Nullable Endpoint endpoint(Corpus.Entry entry) {
        URI uri = entry.url();
        int port = uri.getPort() < 0 ? uri.getScheme().equals("https") ? 443 : 80 : uri.getPort();
        Recognition recognition = new WireFormats(Map.of("localhost:1234", Dialect.COMPATIBLE))
                .recognise(new RequestTarget(
                        entry.text("method").toUpperCase(Locale.ROOT),
                        uri.getScheme(),
                        uri.getHost().toLowerCase(Locale.ROOT),
                        port,
                        uri.getRawPath(),
                        entry.requestHeaders()));
        return recognition instanceof Recognition.ModelCall call ? call.endpoint() : null;
    }

    /** How large the next piece is. */
    interface Pieces {
        int next();
    }

    static Answer read(Endpoint endpoint, Corpus.Entry entry, byte[] body, @Nullable Pieces pieces) {
        ResponseParser parser = new ResponseParser(endpoint, entry.request(), entry.status(), entry.responseHeaders());
        for (int at = 0; at < body.length; ) {
            int length = pieces == null ? body.length : Math.min(pieces.next(), body.length - at);
            parser.feed(body, at, length);
            at += length;
        }
        return parser.finish(true);
    }
}
