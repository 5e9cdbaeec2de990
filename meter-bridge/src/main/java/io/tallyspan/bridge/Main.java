package io.tallyspan.bridge;

import io.tallyspan.bridge.report.Nearest;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/**
 * The command line of {@code meter-bridge.jar}. Results go to the standard output, everything else to the standard
 * error; the exit code is 0 on success, 1 where something cannot be done, 2 where it was asked for wrongly.
 */
public final class Main {

    static final String DEFAULT_DATA = "tallyspan-data";
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private static final List<String> COMMANDS =
            List.of("serve", "report", "price", "explain", "reprice", "import-prices", "help", "version");
    private static final String HELP = """
            usage: java -jar meter-bridge.jar COMMAND [OPTIONS]

            serve [--data DIR] [--http-port N]
                receives OTLP over HTTP on the loopback interface and commits usage to the ledger in DIR
                  --data DIR       default: ./tallyspan-data; made if absent
                  --http-port N    default: 4318; 0 picks one

            report [--data DIR] [--by DIMENSION,...] [--run ID] [--from T] [--to T] [--format F]
                prints who spent what; works while `serve` runs
                  --by D,...       default: customer,feature,model; also step, run, user, quality, tag.<key>, ...
                  --run ID         only this run
                  --from T, --to T only calls that began at or after --from and before --to;
                                   2026-11-22T09:30:00Z, or 2026-11-22 for its midnight in UTC
                  --format F       table (default), json or csv

            price MODEL [--provider P] [--input N] [--output N] [--cached N] [--cache-write N] [--cache-write-1h N]
                  [--reasoning N] [--requests N] [--images N] [--characters N] [--audio-seconds S] [--tool NAME=N]
                  [--tier T] [--speed S] [--geo G] [--search-context C] [--image-size S] [--image-quality Q]
                  [--at TIME] [--prices FILE]
                explains line by line what usage costs
                  --provider P     a dialect, such as openai (default: found by the model's name), anthropic, bedrock
                  --input N        all input tokens, cached and cache-written ones included
                  --at TIME        when the request was made; default: now
                  --prices FILE    a price list of your own, which wins

            explain FILE.har [--format F] [--hosts HOST=DIALECT,...] [--endpoints HOST/PATH=ENDPOINT,...] [--prices FILE]
                says of every exchange of an HTTP archive what Tallyspan makes of it; prints no content
                  --format F       text (default) or json, one object per line
                  --hosts H=D,...  dialects of hosts of your own, as in tallyspan.hosts
                  --endpoints P=E,...  endpoints of paths of your own, as in tallyspan.endpoints

            reprice [--data DIR] --from T [--to T] [--prices FILE]
                prices the ledger's events again; `serve` must not run
                  --from T, --to T only calls that began at or after --from and before --to
                  --prices FILE    a price list of your own, which wins

            import-prices litellm FILE --out LIST [--version V]
                makes a price list of your own from LiteLLM's model_prices_and_context_window.json
                  --version V      what costs computed by it are marked with; default: litellm-FILE
            """;

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        String command = arguments.isEmpty() ? "" : arguments.get(0).replaceFirst("^--", "");
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        try {
            return switch (command) {
                case "serve" -> ServeCommand.run(rest, out);
                case "report" -> ReportCommand.run(rest, out, err);
                case "price" -> PriceCommand.run(rest, out, err);
                case "explain" -> ExplainCommand.run(rest, out);
                case "reprice" -> RepriceCommand.run(rest, out);
                case "import-prices" -> ImportPricesCommand.run(rest, out, err);
                case "help" -> print(HELP, out);
                case "version" -> print(version(), out);
                case "" -> {
                    err.print(HELP);
                    yield USAGE;
                }
                default ->
                    throw new IllegalArgumentException("unknown command \"" + command + "\": did you mean \""
                            + Nearest.to(command, COMMANDS) + "\"?");
            };
        } catch (IllegalArgumentException e) {
            err.println("meter-bridge: " + e.getMessage());
            return USAGE;
        } catch (IOException e) {
            err.println("meter-bridge: " + e.getMessage());
            return FAILED;
        }
    }

    private static int print(String text, PrintStream out) {
        out.print(text);
        return OK;
    }

    private static String version() {
        return "meter-bridge "
                + Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                        .orElse("(development)")
                + System.lineSeparator();
    }
}
