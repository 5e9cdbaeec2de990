package io.tallyspan.price;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes the shipped price list out of a {@code data.json} (version 2) of pydantic/genai-prices. It belongs to the build
 * of the list, not to the library, and therefore lives here. {@code docs/prices.md} says how it is run.
 */
final class GenAiPricesImporter {

    /** The units that are prices of a million, by the list's names. */
    private static final Map<String, String> PER_MILLION = Map.ofEntries(
            Map.entry("input_mtok", "input_tokens"),
            Map.entry("output_mtok", "output_tokens"),
            Map.entry("cache_read_mtok", "cache_read_tokens"),
            Map.entry("cache_write_mtok", "cache_write_tokens"),
            Map.entry("cache_write_1h_mtok", "cache_write_1h_tokens"),
            Map.entry("input_audio_mtok", "input_audio_tokens"),
            Map.entry("output_audio_mtok", "output_audio_tokens"),
            Map.entry("cache_audio_read_mtok", "cached_audio_tokens"),
            Map.entry("input_image_mtok", "input_image_tokens"),
            Map.entry("output_image_mtok", "output_image_tokens"),
            Map.entry("output_reasoning_mtok", "reasoning_tokens"));

    private static final Map<String, String> PER_THOUSAND =
            Map.of("web_searches_kcount", "server_tool.web_search", "requests_kcount", "requests");

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private GenAiPricesImporter() {}

    /** Arguments: the source file, the list's version, the file to write. */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            throw new IllegalArgumentException("give: <data.json> <version> <catalog.json to write>");
        }
        Files.writeString(Path.of(args[2]), catalog(Path.of(args[0]), args[1]));
    }

    /** The list, one model a line. */
    static String catalog(Path source, String version) throws IOException {
        JsonNode providers = JSON.readTree(Files.readString(source, StandardCharsets.UTF_8));
        StringBuilder out = new StringBuilder();
        out.append("{\"version\":").append(JSON.writeValueAsString(version));
        out.append(",\"currency\":\"USD\",\"providers\":[");
        String separator = "";
        for (JsonNode provider : providers) {
            out.append(separator).append('\n').append(provider(provider));
            separator = ",";
        }
        return out.append("\n]}\n").toString();
    }

    private static String provider(JsonNode provider) throws IOException {
        ObjectNode head = JSON.createObjectNode();
        head.set("id", provider.path("id"));
        head.set("hosts", provider.path("api_pattern"));
        if (provider.has("model_match")) {
            head.set("owns", provider.path("model_match"));
        }
        if (provider.has("fallback_model_providers")) {
            head.set("fallback", provider.path("fallback_model_providers"));
        }
        String text = JSON.writeValueAsString(head);
        StringBuilder out = new StringBuilder(text.substring(0, text.length() - 1)).append(",\"models\":[");
        String separator = "";
        for (JsonNode model : provider.path("models")) {
            ObjectNode entry = JSON.createObjectNode();
            entry.set("id", model.path("id"));
            if (!model.path("match").equals(JSON.createObjectNode().set("equals", model.path("id")))) {
                entry.set("match", model.path("match"));
            }
            entry.set("prices", dated(model.path("prices")));
            if (!entry.path("prices").isEmpty()) {
                out.append(separator).append('\n').append(JSON.writeValueAsString(entry));
                separator = ",";
            }
        }
        return out.append("]}").toString();
    }

    private static ArrayNode dated(JsonNode prices) {
        ArrayNode dated = JSON.createArrayNode();
        if (prices.isObject()) {
            add(dated, JSON.createObjectNode(), prices);
            return dated;
        }
        for (JsonNode conditional : prices) {
            ObjectNode entry = JSON.createObjectNode();
            JsonNode constraint = conditional.path("constraint");
            if (constraint.has("start_date")) {
                entry.set("from", constraint.path("start_date"));
            }
            if (constraint.has("start_time")) {
                entry.putArray("between")
                        .add(constraint.path("start_time").asText().replace("Z", ""))
                        .add(constraint.path("end_time").asText().replace("Z", ""));
            }
            add(dated, entry, conditional.path("prices"));
        }
        return dated;
    }

    private static void add(ArrayNode dated, ObjectNode entry, JsonNode prices) {
        units(entry, "per_million", PER_MILLION, prices);
        units(entry, "per_thousand", PER_THOUSAND, prices);
        if (entry.has("per_million") || entry.has("per_thousand")) {
            dated.add(entry);
        }
    }

    private static void units(ObjectNode entry, String per, Map<String, String> names, JsonNode prices) {
        ObjectNode units = JSON.createObjectNode();
        prices.properties().forEach(price -> {
            String unit = names.get(price.getKey());
            if (unit != null) {
                units.set(unit, price(price.getValue()));
            }
        });
        if (!units.isEmpty()) {
            entry.set(per, units);
        }
    }

    private static JsonNode price(JsonNode price) {
        if (price.isNumber()) {
            return JSON.getNodeFactory().textNode(text(price));
        }
        ObjectNode tiered = JSON.createObjectNode();
        tiered.put("base", text(price.path("base")));
        ArrayNode above = tiered.putArray("above");
        for (JsonNode tier : price.path("tiers")) {
            above.addObject().put("tokens", text(tier.path("start"))).put("price", text(tier.path("price")));
        }
        return tiered;
    }

    private static String text(JsonNode number) {
        return number.decimalValue().stripTrailingZeros().toPlainString();
    }
}
