package io.tallyspan.examples.stage;

import io.tallyspan.bridge.Bridge;
import io.tallyspan.bridge.BridgeOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs an example on a ledger of its own: the command line, and the exit code. */
public final class Stage {

    private static final int FAILED = 1;
    private static final int WRONG_OPTION = 2;

    private final String name;
    private final boolean canKeep;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * A stage.
     *
     * @param name the example's
     * @param canKeep whether it knows {@code --keep}
     */
    public Stage(String name, boolean canKeep, PrintStream out, PrintStream err) {
        this.name = name;
        this.canKeep = canKeep;
        this.out = out;
        this.err = err;
    }

    /** What is played. */
    @FunctionalInterface
    public interface Play {
        /**
         * Works, and proves that the books agree.
         *
         * @param data where the ledger is
         * @param relay where usage is exported to
         * @return whether they agree
         */
        boolean run(StageOptions options, Path data, Relay relay) throws Exception;
    }

    /** Runs the example; gives its exit code. */
    public int run(String[] args, Map<String, String> environment, Play play) {
        StageOptions options;
        try {
            options = StageOptions.parse(args, environment, canKeep);
        } catch (IllegalArgumentException wrong) {
            err.println(name + ": " + wrong.getMessage());
            err.println("Try --help.");
            return WRONG_OPTION;
        }
        if (options == null) {
            out.print(StageOptions.help(name, canKeep));
            return 0;
        }
        try {
            return run(options, play) ? 0 : FAILED;
        } catch (Exception e) {
            e.printStackTrace(err);
            return FAILED;
        }
    }

    private boolean run(StageOptions options, Play play) throws Exception {
        if (options.data() != null) {
            return run(options, options.data(), play, null);
        }
        TemporaryDirectory temporary = TemporaryDirectory.make(name);
        try (temporary) {
            return run(options, temporary.path(), play, "temporary");
        }
    }

    private boolean run(StageOptions options, Path data, Play play, @Nullable String remark) throws Exception {
        try (Bridge bridge = Bridge.start(BridgeOptions.in(data).withHttpPort(0));
                Relay relay = Relay.start(bridge.endpoint())) {
            out.println("ledger      " + data + (remark == null ? "" : " (" + remark + ")"));
            out.println("bridge      " + bridge.endpoint());
            out.println("provider    " + (options.apiKey() == null ? "fake" : "openai: this costs money"));
            return play.run(options, data, relay);
        }
    }
}
