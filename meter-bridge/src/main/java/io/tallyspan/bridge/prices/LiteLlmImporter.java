package io.tallyspan.bridge.prices;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.tallyspan.usage.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes a price list of the project's own format from LiteLLM's {@code model_prices_and_context_window.json}. What such
 * a list cannot say is counted, never dropped in silence. For one file and one thread.
 */
public final class LiteLlmImporter {

    /** LiteLLM's names of providers, where our lists have another; vertex_ai has a dozen spellings. */
    private static final Map<String, String> PROVIDERS = Map.ofEntries(
            Map.entry("azure_ai", "azure"),
            Map.entry("azure_text", "azure"),
            Map.entry("text-completion-openai", "openai"),
            Map.entry("bedrock", "aws"),
            Map.entry("bedrock_converse", "aws"),
            Map.entry("gemini", "google"),
            Map.entry("cohere_chat", "cohere"),
            Map.entry("xai", "x-ai"),
            Map.entry("together_ai", "together"),
            Map.entry("fireworks_ai", "fireworks"),
            Map.entry("moonshot", "moonshotai"),
            Map.entry("voyage", "voyageai"));

    private static final String EXAMPLE = "sample_spec";

    private final Map<String, Map<String, LiteLlmModel>> models = new TreeMap<>();
    private final SortedMap<String, Integer> notCarried = new TreeMap<>();
    private int read;
    private int imported;

    /**
     * Reads a file.
     *
     * @param in the file; not closed
     * @throws IllegalArgumentException if it is no such file; the message says why
     */
    public void read(InputStream in) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(in)) {
            json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not a file of LiteLLM's: it is no object of models");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() != JsonToken.START_OBJECT) {
                    throw new IllegalArgumentException("not a file of LiteLLM's: \"" + name + "\" is no object");
                }
                model(name, scalars(json));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
        if (read == 0) {
            throw new IllegalArgumentException(
                    "not a file of LiteLLM's: no entry has \"litellm_provider\" and a price such as"
                            + " \"input_cost_per_token\"");
        }
    }

    /** The members of an object that are numbers or texts; of others only that they are there. */
    private static Map<String, String> scalars(JsonParser json) throws IOException {
        Map<String, String> members = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            members.put(name, value.isScalarValue() ? json.getText() : "");
            json.skipChildren();
        }
        return members;
    }

    private void model(String name, Map<String, String> entry) {
        String litellm = entry.get("litellm_provider");
        if (name.equals(EXAMPLE) || litellm == null || litellm.isEmpty()) {
            return;
        }
        String provider = litellm.startsWith("vertex_ai") ? "google" : PROVIDERS.getOrDefault(litellm, litellm);
        @Nullable String id = modelOf(name, litellm);
        read++;
        if (id == null) {
            count("models of one region or one size of images");
            return;
        }
        LiteLlmModel model = new LiteLlmModel(provider, id);
        entry.forEach((key, value) -> price(model, key, value, entry.getOrDefault("mode", "")));
        model.prices().values().removeIf(tiers -> !tiers.containsKey(0)); // a threshold over no price
        if (model.prices().isEmpty()) {
            count("models without a price by tokens, images, seconds, characters or requests");
        } else if (model.isFree()) {
            count("models at no price at all, which is as often unknown as free");
        } else if (models.computeIfAbsent(provider, unused -> new TreeMap<>()).putIfAbsent(id, model) == null) {
            imported++;
        } else {
            count("models that the file has twice, of which the first counts");
        }
    }

    /** The name that responses have; null if it is one place or one size of a model. */
    private static @Nullable String modelOf(String name, String provider) {
        String id = name;
        for (String prefix : List.of(provider, provider.split("[-_]", 2)[0], "vertex_ai")) {
            if (id.startsWith(prefix + "/")) {
                id = id.substring(prefix.length() + 1);
                break;
            }
        }
        boolean ofOnePlace = provider.startsWith("azure")
                || provider.startsWith("bedrock")
                || provider.equals("openai")
                || provider.equals("aiml");
        return id.isEmpty() || (ofOnePlace && id.contains("/")) ? null : id;
    }

    private void price(LiteLlmModel model, String key, String value, String mode) {
        if (!key.contains("cost")) {
            return;
        }
        LiteLlmKey priced = LiteLlmKey.of(key, mode);
        BigDecimal amount = amount(value);
        if (priced == null || amount == null) {
            if (amount == null || amount.signum() != 0) {
                count("prices '" + key.replaceFirst("above_\\d+k_tokens", "above_..k_tokens") + "'");
            }
            return;
        }
        model.add(priced, amount);
    }

    private static @Nullable BigDecimal amount(String value) {
        try {
            BigDecimal amount = new BigDecimal(value);
            return amount.signum() < 0 ? null : amount;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private void count(String what) {
        notCarried.merge(what, 1, Integer::sum);
    }

    /** How many entries were read. */
    public int modelsRead() {
        return read;
    }

    /** How many became models of the list. */
    public int modelsImported() {
        return imported;
    }

    /** What the list does not say, and how often that occurred; sorted. */
    public SortedMap<String, Integer> notCarried() {
        return new TreeMap<>(notCarried);
    }

    /**
     * Writes the list, in the format of {@code docs/prices.md}.
     *
     * @param out where to; not closed
     * @param version what costs computed by it are marked with
     */
    public void write(OutputStream out, String version) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeStringField("version", version);
            json.writeStringField("currency", "USD");
            json.writeArrayFieldStart("providers");
            for (Map.Entry<String, Map<String, LiteLlmModel>> provider : models.entrySet()) {
                json.writeStartObject();
                json.writeStringField("id", provider.getKey());
                json.writeArrayFieldStart("models");
                for (LiteLlmModel model : provider.getValue().values()) {
                    write(json, model);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, LiteLlmModel model) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", model.id());
        json.writeArrayFieldStart("prices");
        json.writeStartObject();
        writeUnits(json, model, "per_million", 6, LiteLlmKey::isTokens);
        writeUnits(json, model, "each", 0, unit -> !LiteLlmKey.isTokens(unit));
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeUnits(
            JsonGenerator json, LiteLlmModel model, String per, int digits, Predicate<Unit> wanted) throws IOException {
        List<Unit> units = new ArrayList<>(model.prices().keySet());
        units.removeIf(wanted.negate());
        if (units.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart(per);
        for (Unit unit : units) {
            SortedMap<Integer, BigDecimal> tiers = model.prices().get(unit);
            if (tiers == null) {
                continue;
            }
            json.writeFieldName(unit.unitName());
            writePrice(json, tiers, digits);
        }
        json.writeEndObject();
    }

    private static void writePrice(JsonGenerator json, SortedMap<Integer, BigDecimal> tiers, int digits)
            throws IOException {
        String base = decimal(tiers.getOrDefault(0, BigDecimal.ZERO), digits);
        if (tiers.size() == 1) {
            json.writeString(base);
            return;
        }
        json.writeStartObject();
        json.writeStringField("base", base);
        json.writeArrayFieldStart("above");
        for (Map.Entry<Integer, BigDecimal> tier : tiers.tailMap(1).entrySet()) {
            json.writeStartObject();
            json.writeStringField("tokens", Integer.toString(tier.getKey()));
            json.writeStringField("price", decimal(tier.getValue(), digits));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String decimal(BigDecimal price, int digits) {
        return price.movePointRight(digits).stripTrailingZeros().toPlainString();
    }
}
