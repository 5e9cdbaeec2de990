package io.tallyspan.spring.autoconfigure;

import io.tallyspan.TallyspanBuilder;
import io.tallyspan.config.Setting;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Hands the settings in Spring's environment to a builder: {@code application.yaml}, profiles, command line, and what
 * else Spring reads. Lists and pairs may be written as YAML has them.
 */
final class EnvironmentSettings {

    private static final String OURS = "tallyspan.";
    private static final List<String> FOREIGN = List.of("tallyspan.bridge.", "tallyspan.spring.", "tallyspan.test.");
    /** Tallyspan reads these by itself, and knows how names look there. */
    private static final Set<String> OF_THE_PROCESS = Set.of(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

    private final ConfigurableEnvironment environment;
    private final Binder binder;

    EnvironmentSettings(ConfigurableEnvironment environment) {
        this.environment = environment;
        this.binder = Binder.get(environment);
    }

    /**
     * Sets what is set.
     *
     * @throws io.tallyspan.config.TallyspanConfigException if a name under {@code tallyspan.} is none of a setting; it
     *     names the nearest one
     */
    void apply(TallyspanBuilder builder) {
        for (Setting setting : Setting.values()) {
            String value = value(setting.key());
            if (value != null) {
                builder.set(setting.key(), value);
            }
        }
        refuseUnknown();
        String application = environment.getProperty("spring.application.name");
        if (application != null && value(Setting.SERVICE_NAME.key()) == null) {
            builder.set(Setting.SERVICE_NAME.key(), application);
        }
    }

    private @Nullable String value(String key) {
        String text = environment.getProperty(key);
        if (text != null) {
            return text;
        }
        List<String> items = binder.bind(key, Bindable.listOf(String.class)).orElse(List.of());
        if (!items.isEmpty()) {
            return String.join(",", items);
        }
        Map<String, String> pairs =
                binder.bind(key, Bindable.mapOf(String.class, String.class)).orElse(Map.of());
        return pairs.isEmpty()
                ? null
                : pairs.entrySet().stream()
                        .map(pair -> pair.getKey() + "=" + pair.getValue())
                        .collect(Collectors.joining(","));
    }

    private void refuseUnknown() {
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> names && !OF_THE_PROCESS.contains(source.getName())) {
                Stream.of(names.getPropertyNames())
                        .filter(name -> name.startsWith(OURS))
                        .filter(name -> FOREIGN.stream().noneMatch(name::startsWith))
                        .filter(name -> Stream.of(Setting.values()).noneMatch(setting -> isOf(name, setting.key())))
                        .findFirst()
                        .ifPresent(name -> {
                            throw Setting.unknown(name, "Spring's environment (" + source.getName() + ")");
                        });
            }
        }
    }

    /** Whether a name is that of a setting, of an item of its list, or of a pair. */
    private static boolean isOf(String name, String key) {
        return name.equals(key) || name.startsWith(key + "[") || name.startsWith(key + ".");
    }
}
