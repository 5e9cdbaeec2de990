package io.tallyspan.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The values somebody set, each from the highest of code, system properties, environment and file. Blank is unset. */
final class ConfigSources {

    private final Map<Setting, String> values = new EnumMap<>(Setting.class);
    private final Map<Setting, String> places = new EnumMap<>(Setting.class);

    ConfigSources(Map<Setting, String> code, Map<String, String> systemProperties, Map<String, String> environment) {
        code.forEach((setting, value) -> putIfUnset(setting, value, "code"));
        add(SettingNames.KEYS, systemProperties, "the system properties");
        add(SettingNames.ENVIRONMENT, environment, "the environment");
        String file = values.get(Setting.CONFIG_FILE);
        if (file != null) {
            addFile(file);
        }
    }

    /** The value set for a setting, without surrounding blanks; null where nobody set one. */
    @Nullable
    String get(Setting setting) {
        return values.get(setting);
    }

    /** Where the value came from, for error messages. */
    String place(Setting setting) {
        return places.getOrDefault(setting, "the defaults");
    }

    private void add(SettingNames names, Map<String, String> source, String place) {
        source.forEach((name, value) -> {
            Setting setting = names.find(name);
            if (setting != null) {
                putIfUnset(setting, value, place);
            } else if (names.isOurs(name)) {
                throw names.unknown(name, place);
            }
        });
    }

    private void addFile(String file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new TallyspanConfigException(
                    Setting.CONFIG_FILE.key() + "=" + file + " (" + place(Setting.CONFIG_FILE)
                            + ") cannot be read; give a file in properties format, UTF-8: " + e,
                    e);
        }
        for (String name : properties.stringPropertyNames()) {
            Setting setting = SettingNames.KEYS.find(name);
            if (setting == null || setting == Setting.CONFIG_FILE) {
                throw SettingNames.KEYS.unknown(name, file);
            }
            putIfUnset(setting, properties.getProperty(name), file);
        }
    }

    private void putIfUnset(Setting setting, String value, String place) {
        String stripped = value.strip();
        if (!stripped.isEmpty() && values.putIfAbsent(setting, stripped) == null) {
            places.put(setting, place);
        }
    }
}
