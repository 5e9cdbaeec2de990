package io.tallyspan.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {

    private static final JsonPaths PATHS = JsonPaths.builder()
            .add("id", 0)
            .add("usage", 1)
            .add("usage.tokens", 2)
            .add("list[].type", 3)
            .add("list", 4)
            .add("tools.*", 5)
            .add("grid[][].x", 6)
            .add("größe", 7)
            .add("list[].parts[]", 8)
            .build();

    /** What the scanner told, and how the document ended. */
    private static String scan(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        String whole = scan(bytes, bytes.length);
        for (int size = 1; size < Math.min(bytes.length, 12); size++) {
            assertThat(scan(bytes, size)).as("in pieces of %s: %s", size, json).isEqualTo(whole);
        }
        return whole;
    }

    private static String scan(byte[] bytes, int size) {
        List<String> told = new ArrayList<>();
        JsonScanner scanner = new JsonScanner(PATHS, (path, value) -> {
            StringBuilder line = new StringBuilder().append(path);
            if (value.index() >= 0) {
                line.append('@').append(value.index());
            }
            if (value.key() != null) {
                line.append('*').append(value.key());
            }
            String text = value.text();
            told.add(line.append(text != null ? "=" + text : " " + value.kind()).toString());
        });
        for (int at = 0; at < bytes.length; at += size) {
            byte[] piece = new byte[Math.min(size, bytes.length - at)];
            System.arraycopy(bytes, at, piece, 0, piece.length);
            scanner.feed(piece, 0, piece.length);
        }
        boolean end = scanner.end();
        return String.join(" ", told) + (scanner.malformed() ? " MALFORMED" : end ? "" : " CUT");
    }

    @Test
    void valuesAtWantedPathsAreTold() {
        assertThat(scan("{\"x\":{\"id\":\"no\"},\"id\":\"yes\",\"usage\":{\"tokens\":7,\"other\":[1,{}]},\"y\":null}"))
                .isEqualTo("0=yes 1 OBJECT_START 2=7 1 OBJECT_END");
        assertThat(scan(" \n{ \"usage\" : null , \"id\" : true }\t")).isEqualTo("1 NULL 0 TRUE");
    }

    @Test
    void elementsAreToldWithTheirIndex() {
        assertThat(scan("{\"list\":[{\"type\":\"a\"},5,[{\"type\":\"deeper\"}],{\"n\":1,\"type\":\"b\"}]}"))
                .isEqualTo("4 ARRAY_START 3@0=a 3@3=b 4 ARRAY_END");
        assertThat(scan("{\"grid\":[[],[{\"x\":1},{\"x\":2}]]}")).isEqualTo("6@0=1 6@1=2");
        assertThat(scan("{\"list\":[{\"parts\":[\"p\",2]}]}")).isEqualTo("4 ARRAY_START 8@0=p 8@1=2 4 ARRAY_END");
        assertThat(scan("{\"list\":[]}")).isEqualTo("4 ARRAY_START 4 ARRAY_END");
    }

    @Test
    void aWildcardTellsTheKey() {
        assertThat(scan("{\"tools\":{\"web_search\":2,\"f\\u0065tch\":{\"a\":1}},\"id\":\"i\"}"))
                .isEqualTo("5*web_search=2 5*fetch OBJECT_START 5*fetch OBJECT_END 0=i");
    }

    @Test
    void keysAreComparedAsTheyReadAndNotAsTheyAreWritten() {
        assertThat(scan("{\"\\u0069d\":\"a\",\"gr\\u00f6\\u00dfe\":1,\"größe\":2}"))
                .isEqualTo("0=a 7=1 7=2");
        assertThat(scan("{\"i\":1,\"idd\":2,\"\":3,\"ID\":4}")).isEmpty();
    }

    @Test
    void escapesAreDecodedWhereverThePiecesEnd() {
        assertThat(scan("{\"id\":\"a\\\"b\\\\c\\/\\n\\u00e9\\ud83d\\ude00 é😀\"}"))
                .isEqualTo("0=a\"b\\c/\né😀 é😀");
        assertThat(scan("{\"skipped\":\"\\\\\",\"x\":\"\\\"id\\\":\\\"no\\\"\",\"id\":\"\\\\\"}"))
                .isEqualTo("0=\\");
    }

    @Test
    void textsOfMoreThan256CharactersAreNotHeld() {
        assertThat(scan("{\"id\":\"" + "é".repeat(256) + "\"}")).isEqualTo("0=" + "é".repeat(256));
        assertThat(scan("{\"id\":\"" + "a".repeat(257) + "\"}")).isEqualTo("0 STRING");
        assertThat(scan("{\"id\":\"" + "a".repeat(100_000) + "\",\"usage\":1}")).isEqualTo("0 STRING 1=1");
        assertThat(scan("{\"" + "k".repeat(5_000) + "\":1,\"id\":2}")).isEqualTo("0=2");
    }

    @Test
    void ofDuplicateKeysBothAreToldInOrder() {
        assertThat(scan("{\"id\":1,\"id\":2}")).isEqualTo("0=1 0=2");
    }

    @Test
    void depthCostsNothing() {
        String deep = "[".repeat(100_000) + "{\"id\":1}" + "]".repeat(100_000);
        assertThat(scan("{\"a\":" + deep + ",\"id\":\"x\"}")).isEqualTo("0=x");
        assertThat(scan("[".repeat(1_000))).isEqualTo(" CUT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":}",
                "{\"id\" 1}",
                "{id:1}",
                "{\"id\":1,}",
                "{\"id\":1]",
                "{\"id\":tru}",
                "{\"id\":trueish}",
                "{\"id\":01}",
                "{\"id\":1.}",
                "{\"id\":-}",
                "{\"id\":1e}",
                "{\"id\":+1}",
                "{\"id\":NaN}",
                "{,}",
                "{\"list\":[,]}",
                "{\"list\":[1,]}",
                "{\"list\":[1 2]}",
                "{\"a\":[}]",
                "{\"a\":{\"b\":[1}]}",
                "}",
                "é",
                "<html>"
            })
    void whatIsNoJsonIsMalformed(String json) {
        assertThat(scan(json)).endsWith(" MALFORMED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"id\":1", "{\"id\":\"a", "{\"a\":\"\\", "{\"a\":[1,{\"b\":\"", "[1,2"})
    void whatStopsShortIsCut(String json) {
        assertThat(scan(json)).endsWith(" CUT");
    }

    @Test
    void numbersAreCountsIfTheyAreWholeAndBelievable() {
        assertThat(count("12")).isEqualTo(12);
        assertThat(count("0")).isZero();
        assertThat(count("12.0")).isEqualTo(12);
        assertThat(count("1e3")).isEqualTo(1000);
        assertThat(count("1.5E1")).isEqualTo(15);
        assertThat(count("9007199254740992")).isEqualTo(1L << 53);
        for (String none : List.of(
                "-1",
                "12.5",
                "9007199254740993",
                "99999999999999999999999999",
                "1e400",
                "1e999999999",
                "\"12\"",
                "null",
                "true",
                "{}",
                "[3]")) {
            assertThat(count(none)).as(none).isEqualTo(-1);
        }
    }

    private static long count(String json) {
        long[] count = {-1};
        JsonScanner scanner = new JsonScanner(PATHS, (path, value) -> {
            assertThat(value.isCount()).isEqualTo(value.count() >= 0);
            count[0] = Math.max(count[0], value.count());
        });
        byte[] bytes = ("{\"id\":" + json + "}").getBytes(UTF_8);
        scanner.feed(bytes, 0, bytes.length);
        assertThat(scanner.done()).as(json).isTrue();
        return count[0];
    }

    @Test
    void pathsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> JsonPaths.builder().add("a..b", 1)).hasMessageContaining("a..b");
        assertThatThrownBy(() -> JsonPaths.builder().add("", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonPaths.builder().add("a", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonPaths.builder().add("a", 1).add("a", 2)).hasMessageContaining("'a'");
    }
}
