package io.tallyspan.price;

import io.tallyspan.id.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the model that a response is billed as. What a search has come to is remembered, within bounds: a list has
 * hundreds of models, and an application asks for a few. Safe for use by several threads.
 */
final class ModelSearch {

    /** Names come from requests, so there may be any number. */
    private static final int MOST_REMEMBERED = 2_000;

    private final List<PriceList> lists;
    private final Map<String, ProviderPrices> catalog;
    private final Map<Sought, Result> memory = new ConcurrentHashMap<>();

    /** A name that was looked for in a list. */
    private record Sought(Dialect dialect, @Nullable String host, String name, int list) {}

    /** What came of it. */
    private record Result(@Nullable Found found) {}

    /** A model in a list. */
    record Found(PriceList list, String provider, ModelPrices model) {}

    ModelSearch(List<PriceList> lists, Map<String, ProviderPrices> catalog) {
        this.lists = lists;
        this.catalog = catalog;
    }

    /**
     * The model in the first list that knows it; null if none does.
     *
     * @param lineModel the model of a billing line; null for the response's own
     */
    @Nullable
    Found find(Billable billable, @Nullable String lineModel) {
        List<String> names = names(billable, lineModel);
        for (int list = 0; list < lists.size(); list++) {
            for (String name : names) {
                Sought sought = new Sought(billable.dialect(), billable.host(), name, list);
                Result result = memory.get(sought);
                if (result == null) {
                    result = new Result(search(sought, billable));
                    if (memory.size() < MOST_REMEMBERED) {
                        memory.put(sought, result);
                    }
                }
                if (result.found() != null) {
                    return result.found();
                }
            }
        }
        return null;
    }

    private @Nullable Found search(Sought sought, Billable billable) {
        PriceList list = lists.get(sought.list());
        for (String providerId : ProviderIds.of(billable, sought.name(), catalog)) {
            ProviderPrices provider = list.providers().get(providerId);
            ModelPrices model = provider == null ? null : model(provider, sought.name());
            if (model != null) {
                return new Found(list, providerId, model);
            }
        }
        return null;
    }

    private static @Nullable ModelPrices model(ProviderPrices provider, String name) {
        for (String candidate : ModelNames.candidates(name)) {
            ModelPrices model = provider.model(candidate);
            if (model != null) {
                return model;
            }
        }
        return null;
    }

    /**
     * The response's model first: it is the one that ran. Bedrock echoes names that no list has, so there the one that
     * was asked for counts; with Azure that is the name of a deployment, and says nothing.
     */
    private static List<String> names(Billable billable, @Nullable String lineModel) {
        if (lineModel != null) {
            return List.of(lineModel);
        }
        List<String> names = new ArrayList<>();
        boolean bedrock = billable.dialect() == Dialect.BEDROCK;
        String first = bedrock ? billable.requestModel() : billable.responseModel();
        String second = bedrock ? billable.responseModel() : billable.requestModel();
        if (first != null) {
            names.add(first);
        }
        if (second != null && billable.dialect() != Dialect.AZURE) {
            names.add(second);
        }
        return names;
    }
}
