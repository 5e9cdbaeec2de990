package io.tallyspan.examples.supportdesk;

import java.io.PrintStream;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The command line. Exit code 0 if the books agree, 1 if they differ or something failed, 2 for a wrong option. */
public final class Main {

    private static final int FAILED = 1;
    private static final int WRONG_OPTION = 2;

    /** Held, for a logger that nobody holds forgets its level. */
    private static final Logger ROOT = Logger.getLogger("");

    private Main() {}

    /** Runs the main job; {@code --help} says how. */
    public static void main(String[] args) {
        ROOT.setLevel(Level.WARNING);
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        Options options;
        try {
            options = Options.parse(args, System.getenv());
        } catch (IllegalArgumentException wrong) {
            err.println("support-desk: " + wrong.getMessage());
            err.println("Try --help.");
            return WRONG_OPTION;
        }
        if (options == null) {
            out.print(Options.HELP);
            return 0;
        }
        try {
            return new MainJob(options, out).run() ? 0 : FAILED;
        } catch (Exception e) {
            e.printStackTrace(err);
            return FAILED;
        }
    }
}
