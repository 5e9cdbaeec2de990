package io.tallyspan.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void everyVectorHoldsHoweverTheBodyIsCut() throws IOException {
        Random random = new Random(1);
        List<JsonNode> vectors = Vectors.read("fingerprint-vectors.jsonl");
        assertThat(vectors).isNotEmpty();
        for (JsonNode vector : vectors) {
            String name = vector.get("name").asText();
            if (vector.get("kind").asText().equals("wrapper")) {
                assertThat(Fingerprints.wrapper(vector.get("canonicalForm").asText()))
                        .as(name)
                        .isEqualTo(vector.get("fingerprint").asText());
                continue;
            }
            byte[] body = vector.get("bodyBase64").binaryValue();
            JsonNode type = vector.get("contentType");
            BodyDigest digest = BodyDigest.forContentType(type == null ? null : type.asText());
            for (int max = 0; max < 40; max++) {
                digest.reset();
                feed(digest, body, max, random);
                assertThat(digest.hex())
                        .as(name + " in pieces of " + max)
                        .isEqualTo(vector.get("bodySha256").asText());
            }
            String url = vector.get("url").asText();
            String method = vector.get("method").asText();
            String expected = vector.get("fingerprint").asText();
            assertThat(Fingerprints.http(method, url, digest.hex())).as(name).isEqualTo(expected);
            assertThat(Fingerprints.http(method, url, digest)).as(name).isEqualTo(expected);
            assertThat(Fingerprints.http(method, url, digest))
                    .as(name + ", again")
                    .isEqualTo(expected);
            digest.reset();
            feed(digest, body, 0, random);
            assertThat(Fingerprints.http(method, url, digest))
                    .as(name + ", afresh")
                    .isEqualTo(expected);
        }
    }

    /** Whole for 0, byte by byte for 1, else in random pieces of at most so many bytes. */
    private static void feed(BodyDigest digest, byte[] body, int max, Random random) {
        int from = 0;
        while (from < body.length) {
            int length = max == 0 ? body.length : 1 + (max == 1 ? 0 : random.nextInt(max));
            length = Math.min(length, body.length - from);
            digest.update(body, from, length);
            from += length;
        }
    }

    @Test
    void twoBoundariesOneHash() {
        assertThat(multipart("multipart/form-data; boundary=abc", "--abc\r\n\r\nx\r\n--abc--\r\n"))
                .isEqualTo(multipart("Multipart/Form-Data; charset=x; BOUNDARY=\"a b\"", "--a b\r\n\r\nx\r\n--a b--"))
                .isNotEqualTo(multipart("multipart/form-data; boundary=abc", "--abc\r\n\r\ny\r\n--abc--\r\n"));
    }

    @Test
    void partsCannotRunIntoEachOther() {
        String type = "multipart/form-data; boundary=b";
        assertThat(multipart(type, "--b\r\nx\r\n--b\r\ny\r\n--b--"))
                .isNotEqualTo(multipart(type, "--b\r\nxy\r\n--b--"))
                .isNotEqualTo(multipart(type, "--b\r\ny\r\n--b\r\nx\r\n--b--"))
                .isNotEqualTo(multipart(type, "--b\r\n\r\n--b\r\nxy\r\n--b--"));
    }

    @Test
    void almostDelimitersAreContent() {
        String type = "multipart/form-data; boundary=b";
        for (String content : List.of(
                "\r\n--",
                "\r\n--bc",
                "\r\n--b-c",
                "\r\n--b \rc",
                "\r\r\n-",
                "\r\n--b\r\r\n--b",
                "\n--b\r\n",
                "\r\n--b" + " ".repeat(100) + "x")) {
            assertThat(multipart(type, "--b\r\n" + content + "x\r\n--b--"))
                    .as(content)
                    .isEqualTo(multipart(
                            "multipart/form-data; boundary=other", "--other\r\n" + content + "x\r\n--other--"));
        }
    }

    @Test
    void aBoundaryInsideAnotherParametersQuotesIsNone() {
        String body = "--real\r\n\r\nx\r\n--real--";
        assertThat(multipart("multipart/related; type=\"a; boundary=fake\"; boundary=real", body))
                .isEqualTo(multipart("multipart/related; boundary=real", body));
    }

    @Test
    void anUnusableBoundaryMeansPlainBytes() {
        String plain = multipart("text/plain", "x");
        assertThat(multipart("multipart/form-data; boundary=", "x")).isEqualTo(plain);
        assertThat(multipart("multipart/form-data; boundary=\"ä\"", "x")).isEqualTo(plain);
        assertThat(multipart("multipart/form-data; boundary=" + "b".repeat(300), "x"))
                .isEqualTo(plain);
    }

    @Test
    void hexEndsTheBodyAndResetBeginsAnother() {
        BodyDigest digest = BodyDigest.forContentType("application/json");
        digest.update(new byte[] {'x'}, 0, 1);
        String first = digest.hex();
        assertThat(digest.hex()).isEqualTo(first);
        assertThatThrownBy(() -> digest.update(new byte[1], 0, 1)).isInstanceOf(IllegalStateException.class);
        digest.reset();
        assertThat(digest.hex()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    private static String multipart(String contentType, String body) {
        BodyDigest digest = BodyDigest.forContentType(contentType);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        digest.update(bytes, 0, bytes.length);
        return digest.hex();
    }
}
