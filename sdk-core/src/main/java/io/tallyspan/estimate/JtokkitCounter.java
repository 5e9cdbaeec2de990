package io.tallyspan.estimate;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import io.tallyspan.usage.TokenCounter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts with the vocabularies of OpenAI's models, by JTokkit. Models that it does not know, those of other vendors
 * among them, are counted with that of GPT-4o; the vocabulary of an older model is loaded when it is first asked for.
 * Safe for use by several threads.
 */
public final class JtokkitCounter implements TokenCounter {

    private final EncodingRegistry vocabularies = Encodings.newLazyEncodingRegistry();
    private final Encoding usual = vocabularies.getEncoding(EncodingType.O200K_BASE);

    /**
     * Loads the usual vocabulary, which takes about half a second and some 30 MB.
     *
     * @throws LinkageError if the library is missing
     */
    public JtokkitCounter() {}

    @Override
    public long count(String text, @Nullable String model) {
        Optional<Encoding> known = model == null ? Optional.empty() : vocabularies.getEncodingForModel(model);
        return known.orElse(usual).countTokensOrdinary(text);
    }
}
