package io.tallyspan.price;

import java.time.Instant;
import java.util.List;

/**
 * What a model costs, through time. Immutable.
 *
 * @param id the list's name of the model
 * @param match the names by which providers call it
 * @param dated its prices; of several that hold the last one counts
 */
record ModelPrices(String id, Clause match, List<DatedPrices> dated) {

    ModelPrices {
        dated = List.copyOf(dated);
        if (dated.isEmpty()) {
            throw new IllegalArgumentException("model '" + id + "' has no prices");
        }
    }

    DatedPrices at(Instant time) {
        for (int i = dated.size() - 1; i >= 0; i--) {
            if (dated.get(i).holdAt(time)) {
                return dated.get(i);
            }
        }
        return dated.get(0);
    }
}
