package io.tallyspan.semconv;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.tallyspan.usage.Unit;
import io.tallyspan.usage.Usage;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AttributesDocTest {

    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (\\w+) \\| .+ \\|");
    private static final Map<AttributeType, String> TYPES = Map.of(
            AttributeType.STRING, "string",
            AttributeType.LONG, "int",
            AttributeType.DOUBLE, "double",
            AttributeType.BOOLEAN, "boolean");

    @Test
    void theDocumentHasEveryAttributeOfTheCodeAndNoOther() throws Exception {
        Map<String, String> expected = new TreeMap<>();
        for (Class<?> constants : new Class<?>[] {TallyspanAttributes.class, GenAiAttributes.class}) {
            for (Field field : constants.getFields()) {
                if (field.get(null) instanceof AttributeKey<?> key) {
                    expected.put(key.getKey(), TYPES.get(key.getType()));
                }
            }
        }
        for (Unit unit : Unit.values()) {
            expected.put(TallyspanAttributes.USAGE_PREFIX + unit.unitName(), unit.isFractional() ? "double" : "int");
        }
        expected.put(TallyspanAttributes.USAGE_PREFIX + "server_tool.<name>", "int");
        expected.put(TallyspanAttributes.USAGE_PREFIX + Usage.CUSTOM + "<unit>", "string");
        expected.put(TallyspanAttributes.TAG_PREFIX + "<key>", "string");
        expected.put(TallyspanAttributes.PRICE_PREFIX + "<dimension>", "string");

        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "attributes.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                assertThat(documented.put(row.group(1), row.group(2)))
                        .as("%s stands once", row.group(1))
                        .isNull();
            }
        }
        assertThat(documented).containsExactlyEntriesOf(expected);
    }
}
