package io.tallyspan.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds settings by name and turns names that nobody knows into errors that name the nearest right one. */
final class SettingNames {

    /** Names in code, system properties and the file. */
    static final SettingNames KEYS = new SettingNames(
            "tallyspan.", List.of("tallyspan.bridge.", "tallyspan.spring.", "tallyspan.test."), Setting::key);

    /** Names in the environment. */
    static final SettingNames ENVIRONMENT = new SettingNames(
            "TALLYSPAN_",
            List.of("TALLYSPAN_BRIDGE_", "TALLYSPAN_SPRING_", "TALLYSPAN_TEST_"),
            Setting::environmentName);

    private final String prefix;
    /** What other programs of ours read; a process that runs both must not fail over it. */
    private final List<String> foreign;

    private final Function<Setting, String> nameOf;
    private final Map<String, Setting> byName;

    private SettingNames(String prefix, List<String> foreign, Function<Setting, String> nameOf) {
        this.prefix = prefix;
        this.foreign = foreign;
        this.nameOf = nameOf;
        this.byName = Stream.of(Setting.values()).collect(Collectors.toUnmodifiableMap(nameOf, setting -> setting));
    }

    @Nullable
    Setting find(String name) {
        return byName.get(name);
    }

    /** Whether {@code name} claims to be ours, whatever its case. */
    boolean isOurs(String name) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length())
                && foreign.stream().noneMatch(other -> name.regionMatches(true, 0, other, 0, other.length()));
    }

    TallyspanConfigException unknown(String name, String place) {
        String lower = name.toLowerCase(Locale.ROOT);
        String nearest = Stream.of(Setting.values())
                .map(nameOf)
                .min(Comparator.comparingInt(known -> distance(lower, known.toLowerCase(Locale.ROOT))))
                .orElseThrow();
        return new TallyspanConfigException("unknown setting " + name + " in " + place + "; did you mean " + nearest
                + "? docs/configuration.md lists all settings");
    }

    /** Levenshtein's distance: how many characters to insert, delete or replace. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
