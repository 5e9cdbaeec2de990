package io.tallyspan.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallyspan.config.Setting;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What IDEs complete in {@code application.yaml} is the table of settings, and the few that are Spring's. */
class SpringMetadataTest {

    private static final Path FILE =
            Path.of("src", "main", "resources", "META-INF", "spring-configuration-metadata.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theMetadataIsTheTableOfSettings() throws Exception {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode properties = root.putArray("properties");
        for (Setting setting : Setting.values()) {
            if (setting.key().startsWith("tallyspan.")) {
                add(properties, setting.key(), setting.description().replace("`", ""), setting.defaultValue());
            }
        }
        add(
                properties,
                "tallyspan.spring.metrics",
                "Whether tokens, cost and attempts are counted by Micrometer meters",
                "true");
        add(
                properties,
                "tallyspan.spring.metrics-max-values",
                "How many models, and how many features, the meters tell apart; the rest is counted as other",
                "100");
        add(
                properties,
                "tallyspan.spring.reactor",
                "Whether attribution goes along through reactive streams (Reactor's automatic context propagation)",
                "true");
        add(
                properties,
                "tallyspan.spring.web",
                "Whether a filter says who asks, by the trusted carrier or by the rules tallyspan.inbound.*",
                "true");
        add(
                properties,
                "tallyspan.spring.web-filter-order",
                "The order of that filter; Spring Security's has -100",
                "-50");

        JsonNode written = JSON.readTree(FILE.toFile());

        assertThat(written)
                .as(
                        "%s should be:%n%s",
                        FILE, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root))
                .isEqualTo(JSON.readTree(root.toString()));
    }

    private static void add(ArrayNode properties, String name, String description, @Nullable String defaultValue) {
        ObjectNode property = properties.addObject().put("name", name);
        if ("true".equals(defaultValue) || "false".equals(defaultValue)) {
            property.put("type", "java.lang.Boolean");
            property.put("description", description).put("defaultValue", Boolean.parseBoolean(defaultValue));
        } else if (defaultValue != null && defaultValue.matches("-?\\d+")) {
            property.put("type", "java.lang.Integer");
            property.put("description", description).put("defaultValue", Integer.parseInt(defaultValue));
        } else {
            property.put("type", "java.lang.String").put("description", description);
            if (defaultValue != null) {
                property.put("defaultValue", defaultValue);
            }
        }
    }
}
