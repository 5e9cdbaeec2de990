package io.tallyspan.examples.stage;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of an example asks for.
 *
 * @param data where the ledger is kept; null for a temporary one
 * @param apiKey the key for the real OpenAI; null to call a fake
 * @param keep whether the example goes on running after its proof, for the browser
 */
public record StageOptions(@Nullable Path data, @Nullable String apiKey, boolean keep) {

    private static final String KEY = "OPENAI_API_KEY";

    private static final String HELP_KEEP =
            "  --keep               goes on running afterwards, for a browser, until it is stopped\n";

    /** The text of {@code --help}. */
    public static String help(String example, boolean canKeep) {
        return String.format("""
            usage: examples/%1$s/run [options]

              --data DIR           keeps the ledger in DIR, so that it can be asked afterwards:
                                   java -jar meter-bridge/target/meter-bridge.jar report --data DIR --by customer,step,model
              --provider NAME      fake (default) or openai; openai calls the real one with OPENAI_API_KEY, and costs money
            %2$s  --help               prints this

            The exit code is 0 if the provider's books and the ledger agree, 1 if not, 2 if an option is wrong.
            """, example, canKeep ? HELP_KEEP : "");
    }

    /**
     * The options; null where help is asked for.
     *
     * @throws IllegalArgumentException if an option is wrong; the message names it
     */
    public static @Nullable StageOptions parse(String[] args, Map<String, String> environment, boolean canKeep) {
        Path data = null;
        String apiKey = null;
        boolean keep = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--help", "-h" -> {
                    return null;
                }
                case "--data" -> data = Path.of(value(args, ++i));
                case "--provider" -> apiKey = key(value(args, ++i), environment);
                case "--keep" -> {
                    if (!canKeep) {
                        throw new IllegalArgumentException("unknown option --keep");
                    }
                    keep = true;
                }
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        return new StageOptions(data, apiKey, keep);
    }

    private static String value(String[] args, int index) {
        if (index >= args.length || args[index].isBlank() || args[index].startsWith("--")) {
            throw new IllegalArgumentException(args[index - 1] + " needs a value");
        }
        return args[index];
    }

    private static @Nullable String key(String provider, Map<String, String> environment) {
        return switch (provider) {
            case "fake" -> null;
            case "openai" -> {
                String key = environment.getOrDefault(KEY, "");
                if (key.isBlank()) {
                    throw new IllegalArgumentException(
                            "--provider openai needs a key in the environment variable " + KEY);
                }
                yield key;
            }
            default -> throw new IllegalArgumentException("--provider must be fake or openai, not " + provider);
        };
    }
}
