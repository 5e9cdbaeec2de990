package io.tallyspan.examples.supportdesk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The refund service in a JVM of its own, as long as this object is open. */
final class SecondProcess implements AutoCloseable {

    private static final String READY = "listening http=";
    private static final long PATIENCE_SECONDS = 20;

    private final Process process;
    private final URI url;

    private SecondProcess(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param secrets what it checks carriers with, as {@code tallyspan.carrier.secrets} says it
     * @param fake where the fake Anthropic listens; null for the real one
     */
    static SecondProcess start(URI otlp, String executionId, String secrets, @Nullable InetSocketAddress fake)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RefundService.class.getName(),
                otlp.toString(),
                executionId));
        if (fake != null) {
            command.add(Integer.toString(fake.getPort()));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("TALLYSPAN_CARRIER_SECRETS", secrets);
        Process process = builder.start();
        String line = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
        if (line == null || !line.startsWith(READY)) {
            process.destroyForcibly();
            throw new IOException("the refund service did not start; it said: " + line);
        }
        return new SecondProcess(process, URI.create("http://" + line.substring(READY.length())));
    }

    URI url() {
        return url;
    }

    long pid() {
        return process.pid();
    }

    /** Has it send what waits and end. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the refund service did not end within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
