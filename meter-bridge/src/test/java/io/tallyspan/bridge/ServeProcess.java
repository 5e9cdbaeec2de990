package io.tallyspan.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A bridge in a JVM of its own, started as users start it. */
final class ServeProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final String line;

    private ServeProcess(Process process, BufferedReader out, String line) {
        this.process = process;
        this.out = out;
        this.line = line;
    }

    /** Starts {@code serve} and waits until it listens. */
    static ServeProcess start(Path data) throws IOException {
        Process process = run("serve", "--data", data.toString(), "--http-port", "0")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        String line = out.readLine();
        if (line == null) {
            throw new IOException("serve ended before it listened");
        }
        return new ServeProcess(process, out, line);
    }

    /** The command line in a JVM of its own. */
    static ProcessBuilder run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    String line() {
        return line;
    }

    URI traces() {
        return URI.create("http://" + line.substring(line.indexOf('=') + 1) + "/v1/traces");
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM; gives what it printed after the first line. */
    String terminate() throws IOException, InterruptedException {
        process.toHandle().destroy(); // Process.destroy would close the stream as well
        String rest = out.lines().collect(Collectors.joining("\n"));
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IOException("serve did not end");
        }
        return rest;
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
