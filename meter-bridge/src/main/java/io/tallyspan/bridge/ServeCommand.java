package io.tallyspan.bridge;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** {@code serve}: receives until the process is told to end. */
final class ServeCommand {

    private static final Set<String> OPTIONS = Set.of("data", "http-port");

    /** Held, because a logger that nobody holds forgets its level. */
    private static final Logger SERVER_LOG = Logger.getLogger("org.eclipse.jetty");

    private ServeCommand() {}

    static int run(List<String> arguments, PrintStream out) throws IOException {
        BridgeOptions options = options(new CommandLine("serve", arguments, OPTIONS));
        if (SERVER_LOG.getLevel() == null) {
            SERVER_LOG.setLevel(Level.WARNING);
        }
        Bridge bridge = Bridge.start(options);
        Runtime.getRuntime().addShutdownHook(new Thread(bridge::close, "tallyspan-shutdown"));
        out.println("listening http=127.0.0.1:" + bridge.httpPort());
        out.flush();
        try {
            bridge.awaitClosed();
        } catch (InterruptedException e) {
            bridge.close();
            Thread.currentThread().interrupt();
        }
        return Main.OK;
    }

    private static BridgeOptions options(CommandLine line) {
        BridgeOptions options = BridgeOptions.in(Path.of(line.get("data", Main.DEFAULT_DATA)));
        String port = line.get("http-port", Integer.toString(BridgeOptions.DEFAULT_HTTP_PORT));
        try {
            return options.withHttpPort(Integer.parseInt(port));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--http-port is no number: \"" + port + "\"", e);
        }
    }
}
