package io.tallyspan.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RequestParserTest {

    private static RequestFacts facts(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        RequestParser whole = new RequestParser(null);
        whole.feed(bytes, 0, bytes.length);
        RequestParser pieces = new RequestParser(null);
        for (int i = 0; i < bytes.length; i++) {
            pieces.feed(ByteBuffer.wrap(bytes, i, 1).asReadOnlyBuffer());
        }
        assertThat(pieces.facts()).isEqualTo(whole.facts());
        return whole.facts();
    }

    @Test
    void modelStreamAndBackgroundAreRead() {
        assertThat(facts("{\"messages\":[{\"model\":\"no\",\"stream\":true}],\"model\":\"gpt-5\",\"stream\":true}"))
                .isEqualTo(new RequestFacts("gpt-5", true, false));
        assertThat(facts("{\"background\":true,\"stream\":false,\"model\":\"m\"}"))
                .isEqualTo(new RequestFacts("m", false, true));
    }

    @Test
    void theLastOfDuplicateKeysWins() {
        assertThat(facts("{\"model\":\"a\",\"stream\":true,\"model\":\"b\",\"stream\":null}"))
                .isEqualTo(new RequestFacts("b", false, false));
    }

    @Test
    void bodiesThatSayNothingSayNothing() {
        for (String body :
                new String[] {"", "[]", "--boundary\r\n", "{\"model\":5}", "{\"model\":\"\"}", "{\"model\":{}}"}) {
            assertThat(facts(body).model()).as(body).isIn((String) null, "5");
            assertThat(facts(body).stream()).isFalse();
        }
    }

    @Test
    void aModelIsKnownAsSoonAsItHasPassed() {
        byte[] bytes = "{\"model\":\"gpt-5\",\"messages\":[".getBytes(UTF_8);
        RequestParser parser = new RequestParser(null);
        parser.feed(bytes, 0, bytes.length);
        assertThat(parser.facts().model()).isEqualTo("gpt-5");
    }
}
