package io.tallyspan.config;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Collects what code sets, and finds the rest. Not safe for use by several threads. */
public final class TallyspanConfigBuilder {

    private final Map<Setting, String> code = new EnumMap<>(Setting.class);
    private @Nullable Map<String, String> systemProperties;
    private @Nullable Map<String, String> environment;

    TallyspanConfigBuilder() {}

    /** Sets a value in its text form, above every other source. */
    public TallyspanConfigBuilder set(Setting setting, String value) {
        code.put(requireNonNull(setting, "setting"), requireNonNull(value, "value"));
        return this;
    }

    /**
     * Sets a value by its key.
     *
     * @throws TallyspanConfigException if there is no such key; the message names the nearest one
     */
    public TallyspanConfigBuilder set(String key, String value) {
        Setting setting = SettingNames.KEYS.find(requireNonNull(key, "key"));
        if (setting == null) {
            throw SettingNames.KEYS.unknown(key, "code");
        }
        return set(setting, value);
    }

    /** Reads these instead of the system properties of this process. */
    public TallyspanConfigBuilder systemProperties(Map<String, String> properties) {
        systemProperties = Map.copyOf(properties);
        return this;
    }

    /** Reads these instead of the environment of this process. */
    public TallyspanConfigBuilder environment(Map<String, String> variables) {
        environment = Map.copyOf(variables);
        return this;
    }

    /**
     * Reads all sources. The builder can go on.
     *
     * @throws TallyspanConfigException if a setting is misspelt or has a value it cannot have
     */
    public TallyspanConfig build() {
        ConfigSources sources = new ConfigSources(
                code,
                systemProperties != null ? systemProperties : currentProperties(),
                environment != null ? environment : System.getenv());
        return new TallyspanConfig(new SettingReader(sources));
    }

    private static Map<String, String> currentProperties() {
        Properties properties = System.getProperties();
        Map<String, String> copy = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            copy.put(name, properties.getProperty(name));
        }
        return copy;
    }
}
