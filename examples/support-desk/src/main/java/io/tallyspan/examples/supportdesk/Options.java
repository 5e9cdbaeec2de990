package io.tallyspan.examples.supportdesk;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param real the providers that are really called; the others are fake
 * @param data where the ledger is kept; null for a temporary one
 * @param runId runs are {@code <runId>-<customer>}
 * @param executionId what the executions are derived from
 * @param threads how many threads the desk has
 * @param sdk whether the application has an OpenTelemetry SDK of its own
 */
record Options(Set<Provider> real, @Nullable Path data, String runId, String executionId, int threads, boolean sdk) {

    static final String HELP = """
            usage: examples/support-desk/run [options]

              --data DIR           keeps the ledger in DIR, so that it can be asked afterwards:
                                   java -jar meter-bridge/target/meter-bridge.jar report --data DIR --by run,step,model
              --run-id R           names the runs R-<customer>; default: a new id
              --execution-id E     what the executions' ids are derived from; default: a new id
                                   the same R and E on the same ledger are a replay, and add no event
              --threads N          threads for desks and researchers, 1 to 500; default: 8
              --provider NAME      fake (default), openai or anthropic; may be given twice
                                   openai and anthropic call the real one, with OPENAI_API_KEY or ANTHROPIC_API_KEY,
                                   and cost money; whatever is not named stays fake
              --no-sdk             runs the application without an OpenTelemetry SDK; usage is the same
              --help               prints this

            The exit code is 0 if the provider's books and the ledger agree, 1 if not, 2 if an option is wrong.
            """;

    private static final int MAX_THREADS = 500;
    private static final int MAX_ID = 128;

    Options {
        real = Set.copyOf(real);
        requireNonNull(runId, "runId");
        requireNonNull(executionId, "executionId");
    }

    /** The options, or null where help is asked for. */
    static @Nullable Options parse(String[] args, Map<String, String> environment) {
        Set<Provider> real = EnumSet.noneOf(Provider.class);
        Path data = null;
        String runId = "desk-" + UUID.randomUUID().toString().substring(0, 8);
        String executionId = UUID.randomUUID().toString();
        int threads = 8;
        boolean sdk = true;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--help", "-h" -> {
                    return null;
                }
                case "--no-sdk" -> sdk = false;
                case "--data" -> data = Path.of(value(args, ++i));
                case "--run-id" -> runId = id(args, ++i);
                case "--execution-id" -> executionId = id(args, ++i);
                case "--threads" -> threads = threads(value(args, ++i));
                case "--provider" -> addProvider(real, value(args, ++i), environment);
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        return new Options(real, data, runId, executionId, threads, sdk);
    }

    private static String value(String[] args, int index) {
        if (index >= args.length || args[index].isBlank() || args[index].startsWith("--")) {
            throw new IllegalArgumentException(args[index - 1] + " needs a value");
        }
        return args[index];
    }

    private static String id(String[] args, int index) {
        String id = value(args, index);
        if (id.length() > MAX_ID) {
            throw new IllegalArgumentException(
                    args[index - 1] + " has " + id.length() + " characters; at most " + MAX_ID + " are taken");
        }
        return id;
    }

    private static int threads(String text) {
        try {
            int threads = Integer.parseInt(text);
            if (threads >= 1 && threads <= MAX_THREADS) {
                return threads;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, as for a number out of range.
        }
        throw new IllegalArgumentException("--threads must be a number from 1 to " + MAX_THREADS + ", not " + text);
    }

    private static void addProvider(Set<Provider> real, String name, Map<String, String> environment) {
        if (name.equals("fake")) {
            return;
        }
        for (Provider provider : Provider.values()) {
            if (name.equals(provider.dialect())) {
                if (environment.getOrDefault(provider.keyVariable(), "").isBlank()) {
                    throw new IllegalArgumentException("--provider " + name
                            + " needs a key in the environment variable " + provider.keyVariable());
                }
                real.add(provider);
                return;
            }
        }
        throw new IllegalArgumentException("--provider must be fake, openai or anthropic, not " + name);
    }
}
