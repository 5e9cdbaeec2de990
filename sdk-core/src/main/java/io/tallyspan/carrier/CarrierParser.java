package io.tallyspan.carrier;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the two JSON objects of a carrier. Names that it does not know are skipped, as RFC 7515 and RFC 7519 ask; those
 * it knows must have their type, and none may stand twice.
 */
final class CarrierParser {

    private static final Set<String> STRINGS = Set.of("alg", "kid", "run", "cust", "feat", "step");
    private static final Set<String> DATES = Set.of("iat", "exp", "nbf");

    /** Seconds in the years 1970 to 9999: sums with a skew cannot overflow. */
    private static final long MAX_DATE = 253_402_300_799L;

    private final JsonFactory json = CarrierFormat.json();

    record Header(@Nullable String algorithm, @Nullable String keyId, boolean critical) {}

    record Payload(
            String run,
            @Nullable String customer,
            @Nullable String feature,
            String stepPath,
            Set<String> audiences,
            long issuedAt,
            long expiresAt,
            long notBefore) {}

    Header header(byte[] bytes) throws CarrierRejection {
        Fields fields = read(bytes);
        return new Header(fields.strings.get("alg"), fields.strings.get("kid"), fields.critical);
    }

    Payload payload(byte[] bytes) throws CarrierRejection {
        Fields fields = read(bytes);
        String run = fields.strings.get("run");
        Long issuedAt = fields.dates.get("iat");
        Long expiresAt = fields.dates.get("exp");
        if (run == null || run.isEmpty() || issuedAt == null || expiresAt == null) {
            throw malformed();
        }
        return new Payload(
                run,
                emptyAsNull(fields.strings.get("cust")),
                emptyAsNull(fields.strings.get("feat")),
                fields.strings.getOrDefault("step", ""),
                fields.audiences,
                issuedAt,
                expiresAt,
                fields.dates.getOrDefault("nbf", issuedAt));
    }

    private static final class Fields {
        final Map<String, String> strings = new HashMap<>();
        final Map<String, Long> dates = new HashMap<>();
        final Set<String> audiences = new HashSet<>();
        boolean critical;
    }

    private Fields read(byte[] bytes) throws CarrierRejection {
        Fields fields = new Fields();
        // Decoded here, for the parser would also take UTF-16 and UTF-32.
        try (JsonParser parser = json.createParser(utf8(bytes))) {
            require(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                readValue(parser, name, parser.nextToken(), fields);
            }
            require(parser.nextToken() == null);
            return fields;
        } catch (IOException e) {
            throw malformed();
        }
    }

    private static void readValue(JsonParser parser, String name, JsonToken token, Fields fields)
            throws IOException, CarrierRejection {
        if (STRINGS.contains(name)) {
            require(token == JsonToken.VALUE_STRING);
            fields.strings.put(name, parser.getText());
        } else if (DATES.contains(name)) {
            fields.dates.put(name, date(parser, token));
        } else if (name.equals("aud")) {
            readAudiences(parser, token, fields.audiences);
        } else {
            fields.critical |= name.equals("crit");
            parser.skipChildren();
        }
    }

    /** RFC 7519: seconds since 1970, possibly with a fraction, which is cut off. */
    private static long date(JsonParser parser, JsonToken token) throws IOException, CarrierRejection {
        require(token.isNumeric());
        double seconds = parser.getDoubleValue();
        require(seconds >= 0 && seconds <= MAX_DATE);
        return (long) seconds;
    }

    private static void readAudiences(JsonParser parser, JsonToken token, Set<String> audiences)
            throws IOException, CarrierRejection {
        boolean list = token == JsonToken.START_ARRAY;
        for (JsonToken value = list ? parser.nextToken() : token;
                value != JsonToken.END_ARRAY;
                value = list ? parser.nextToken() : JsonToken.END_ARRAY) {
            require(value == JsonToken.VALUE_STRING);
            audiences.add(parser.getText());
        }
        require(!audiences.isEmpty());
    }

    private static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static @Nullable String emptyAsNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static void require(boolean condition) throws CarrierRejection {
        if (!condition) {
            throw malformed();
        }
    }

    private static CarrierRejection malformed() {
        return new CarrierRejection(CarrierVerification.Reason.MALFORMED);
    }
}
