package io.tallyspan.config;

import io.tallyspan.inbound.InboundSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the text of settings into values; what does not fit becomes an error with key, value, place and mend. */
final class SettingReader {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h)?");

    private final ConfigSources sources;

    SettingReader(ConfigSources sources) {
        this.sources = sources;
    }

    /** The text set, else the default; null where there is neither. */
    @Nullable
    String text(Setting setting) {
        String set = sources.get(setting);
        return set == null ? setting.defaultValue() : set;
    }

    boolean isSet(Setting setting) {
        return sources.get(setting) != null;
    }

    /** The first of two that is set, else the second: OpenTelemetry's settings for traces before the general ones. */
    Setting preferred(Setting first, Setting second) {
        return isSet(first) ? first : second;
    }

    boolean bool(Setting setting) {
        String text = required(setting);
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad(setting, "true or false");
        };
    }

    int integer(Setting setting, int min, int max) {
        try {
            int value = Integer.parseInt(required(setting));
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw bad(setting, "a whole number from " + min + " to " + max);
        }
        throw bad(setting, "a whole number from " + min + " to " + max);
    }

    /** A number with {@code ms}, {@code s}, {@code m} or {@code h}; milliseconds without a unit, as OpenTelemetry. */
    Duration duration(Setting setting) {
        Matcher matcher = DURATION.matcher(required(setting));
        if (!matcher.matches()) {
            throw bad(setting, "a number with ms, s, m or h, such as 500ms or 5s");
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2);
        Duration value = switch (unit == null ? "ms" : unit) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofMillis(number);
        };
        if (value.isZero() || value.compareTo(Duration.ofDays(365)) > 0) {
            throw bad(setting, "more than 0 and at most a year");
        }
        return value;
    }

    <E extends Enum<E>> E choice(Setting setting, Class<E> type) {
        return constant(setting, required(setting), type);
    }

    /** The constants named in a list; {@code none} alone is the empty list. */
    <E extends Enum<E>> List<E> choices(Setting setting, Class<E> type) {
        if (required(setting).equalsIgnoreCase("none")) {
            return List.of();
        }
        return items(required(setting))
                .map(item -> constant(setting, item, type))
                .toList();
    }

    List<String> list(Setting setting) {
        String text = text(setting);
        return text == null ? List.of() : items(text).toList();
    }

    List<InboundSource> sources(Setting setting) {
        return list(setting).stream()
                .map(item -> {
                    try {
                        return InboundSource.parse(item);
                    } catch (IllegalArgumentException e) {
                        throw bad(setting, "a list of header:<name>, claim:<name>, baggage:<key> and principal");
                    }
                })
                .toList();
    }

    @Nullable
    Path path(Setting setting) {
        String text = text(setting);
        try {
            return text == null ? null : Path.of(text);
        } catch (InvalidPathException e) {
            throw bad(setting, "a path of this platform");
        }
    }

    /** An absolute URL of {@code http} or {@code https}. */
    URI url(Setting setting) {
        try {
            URI url = new URI(required(setting));
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https")) && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw bad(setting, "an http or https URL, such as http://localhost:4318");
        }
        throw bad(setting, "an http or https URL, such as http://localhost:4318");
    }

    /** Pairs in the form of W3C Baggage: values are percent-encoded, and {@code +} is itself. */
    Map<String, String> encodedPairs(Setting setting) {
        String text = text(setting);
        Map<String, String> decoded = new LinkedHashMap<>();
        if (text != null) {
            pairs(text).forEach(pair -> {
                String value = pair.getValue();
                String plain = value == null ? null : percentDecoded(value);
                if (plain == null || pair.getKey().isEmpty()) {
                    throw bad(setting, "key=value,key=value, with values percent-encoded");
                }
                decoded.put(pair.getKey(), plain);
            });
        }
        return decoded;
    }

    private static @Nullable String percentDecoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%') {
                int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
                int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                out[length++] = (byte) ((high << 4) | low);
                i += 2;
            } else {
                out[length++] = in[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    TallyspanConfigException bad(Setting setting, String right) {
        String shown = setting.isSecret() ? "(hidden)" : text(setting);
        return new TallyspanConfigException(
                setting.key() + "=" + shown + " (" + sources.place(setting) + ") is wrong; right is " + right);
    }

    String required(Setting setting) {
        String text = text(setting);
        if (text == null) {
            throw new IllegalStateException(setting.key() + " has no default");
        }
        return text;
    }

    /** Shows what is set, secrets hidden. */
    String shown() {
        List<String> shown = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            if (isSet(setting)) {
                String text = required(setting);
                boolean url = setting.type() == SettingType.URL;
                shown.add(setting.key() + "=" + (setting.isSecret() ? "(hidden)" : url ? withoutSecrets(text) : text));
            }
        }
        return shown.toString();
    }

    static Stream<String> items(String text) {
        return Stream.of(text.split(",", -1)).map(String::strip).filter(item -> !item.isEmpty());
    }

    /** The pairs of a list {@code a=b,c=d}, in order; a null value where there is no {@code =}. */
    static List<Map.Entry<String, @Nullable String>> pairs(String text) {
        List<Map.Entry<String, @Nullable String>> pairs = new ArrayList<>();
        items(text).forEach(item -> {
            int at = item.indexOf('=');
            String name = at < 0 ? item : item.substring(0, at).strip();
            pairs.add(new AbstractMap.SimpleImmutableEntry<>(
                    name, at < 0 ? null : item.substring(at + 1).strip()));
        });
        return pairs;
    }

    private <E extends Enum<E>> E constant(Setting setting, String text, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (wireName(constant).equalsIgnoreCase(text)) {
                return constant;
            }
        }
        throw bad(
                setting,
                Stream.of(type.getEnumConstants())
                        .map(SettingReader::wireName)
                        .collect(Collectors.joining(", ", "one of ", "")));
    }

    /** {@code HTTP_PROTOBUF} is written {@code http/protobuf}; the other constants have no underscore. */
    private static String wireName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '/');
    }

    /** A URL without user and query, where tokens are found. */
    static String withoutSecrets(String url) {
        return url.replaceFirst("//[^/@]*@", "//").replaceFirst("[?#].*", "");
    }
}
