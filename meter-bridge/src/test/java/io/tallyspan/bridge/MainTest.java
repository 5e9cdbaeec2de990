package io.tallyspan.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line: what it prints where, and its exit codes. */
final class MainTest {

    @TempDir
    Path data;

    private record Ran(int code, String out, String err) {}

    private static Ran run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(List.of(arguments), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    private static void assertFails(int code, String message, String... arguments) {
        Ran ran = run(arguments);
        assertThat(ran.code).isEqualTo(code);
        assertThat(ran.err).contains(message).startsWith("meter-bridge: ").hasLineCount(1);
        assertThat(ran.out).isEmpty();
    }

    private String[] report(String... more) {
        String[] arguments = new String[3 + more.length];
        arguments[0] = "report";
        arguments[1] = "--data";
        arguments[2] = data.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return arguments;
    }

    @Test
    void helpAndVersion() {
        assertThat(run("help").out).contains("serve [--data DIR]").contains("report [--data DIR]");
        assertThat(run("--help").code).isZero();
        assertThat(run("version").out).startsWith("meter-bridge ");
        assertThat(run().code).isEqualTo(2);
        assertThat(run().err).contains("usage:");
    }

    @Test
    void mistakesAreNamedWithTheirMend() {
        assertFails(2, "did you mean \"report\"", "reprot");
        assertFails(2, "did you mean \"--http-port\"", "serve", "--httpport", "1");
        assertFails(2, "serve has no option \"x\"", "serve", "x");
        assertFails(2, "--data needs a value", "report", "--data");
        assertFails(2, "--data needs a value", "report", "--data=");
        assertFails(2, "--run is given twice", "report", "--run", "a", "--run=b");
        assertFails(2, "--http-port is no number: \"x\"", "serve", "--http-port", "x");
        assertFails(2, "httpPort is not from 0 to 65535: 70000", "serve", "--http-port", "70000");
        assertFails(2, "did you mean \"customer\"", report("--by", "custmer,model"));
        assertFails(2, "nothing to group by", report("--by", ","));
        assertFails(2, "no key to group by", report("--by", "tag.a\"b"));
        assertFails(2, "did you mean \"json\"", report("--format", "jsno"));
        assertFails(2, "--from is neither a time such as", report("--from", "yesterday"));
        assertFails(2, "--to is neither a time such as", report("--to", "2026-11-22T10:00:00"));
        assertFails(2, "nothing can lie between", report("--from", "2026-11-23", "--to", "2026-11-22"));
    }

    @Test
    void aReportWithoutALedgerMakesNone() {
        assertFails(2, "there is no ledger in " + data.resolve("none"), "report", "--data", data + "/none");
        assertThat(data.resolve("none")).doesNotExist();
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertFails(
                    1, "cannot listen on 127.0.0.1:" + port, "serve", "--data", data.toString(), "--http-port", port);
        }
        try (Bridge after = Bridge.start(BridgeOptions.in(data).withHttpPort(0))) {
            assertThat(after.httpPort())
                    .as("the failed start let go of the directory")
                    .isPositive();
        }
    }

    @Test
    void aDirectoryThatCannotBeHadIsNamed() throws Exception {
        Path file = Files.writeString(data.resolve("file"), "x");

        assertFails(1, "is a file", "serve", "--data", file.toString(), "--http-port", "0");
        assertFails(1, "cannot make the data directory", "serve", "--data", "/proc/nobody/here", "--http-port", "0");
    }

    @Test
    void aSecondServeIsRefused() throws Exception {
        try (Bridge first = Bridge.start(BridgeOptions.in(data).withHttpPort(0))) {
            assertThat(first.httpPort()).isPositive();
            assertFails(1, "another bridge, process ", "serve", "--data", data.toString(), "--http-port", "0");
        }
    }

    @Test
    void aLedgerOfALaterReleaseIsLeftAlone() throws Exception {
        Bridge.start(BridgeOptions.in(data).withHttpPort(0)).close();
        try (Connection later = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.sqlite"));
                Statement statement = later.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 99");
        }

        assertFails(1, "version 99", "serve", "--data", data.toString(), "--http-port", "0");
        assertFails(1, "use a newer release", report());
    }

    @Test
    void theLedgerIsForItsOwnerOnly() throws Exception {
        Path made = data.resolve("made");
        try (Bridge bridge = Bridge.start(BridgeOptions.in(made).withHttpPort(0))) {
            assertThat(bridge.httpPort()).isPositive();
            assertThat(Files.getPosixFilePermissions(made)).hasSize(3);
            assertThat(Files.getPosixFilePermissions(made.resolve("ledger.sqlite")))
                    .hasSize(2);
            assertThat(Files.getPosixFilePermissions(made.resolve("ledger.sqlite-wal")))
                    .hasSize(2);
        }
    }

    @Test
    void serveAsAProcess() throws Exception {
        try (ServeProcess serve = ServeProcess.start(data)) {
            assertThat(serve.line()).matches("listening http=127\\.0\\.0\\.1:[0-9]+");
            Process second = ServeProcess.run("serve", "--data", data.toString(), "--http-port", "0")
                    .start();
            assertThat(new String(second.getErrorStream().readAllBytes(), UTF_8))
                    .contains("another bridge, process ");
            assertThat(second.waitFor()).isEqualTo(1);
            assertThat(new Sender(serve.traces()).post(TestSpan.event("a")).statusCode())
                    .isEqualTo(200);

            assertThat(serve.terminate()).as("nothing but the one line").isEmpty();
        }
        assertThat(data.resolve("ledger.sqlite-wal")).as("closed cleanly").doesNotExist();
        assertThat(run(report("--by", "customer", "--format", "csv")).out).contains("\r\nacme,1,1,1,0,0,1,0,10,5,");
    }

    @Test
    void anotherProcessReportsWhileServeReceives() throws Exception {
        try (Bridge bridge = Bridge.start(BridgeOptions.in(data).withHttpPort(0))) {
            Sender sender = Sender.to(bridge);
            Thread ingest = new Thread(() -> ingest(sender));
            ingest.start();
            int sent = 0;
            for (int i = 0; i < 3; i++) {
                sender.post(TestSpan.event("mine" + i));
                sent++;
                Process report = ServeProcess.run(report("--by", "customer", "--format", "json"))
                        .start();
                String json = new String(report.getInputStream().readAllBytes(), UTF_8);
                assertThat(report.waitFor()).isZero();
                long events = Long.parseLong(json.replaceAll("(?s).*\"events\" : ([0-9]+).*", "$1"));
                assertThat(events).isGreaterThanOrEqualTo(sent);
            }
            ingest.interrupt();
            ingest.join();
        }
    }

    private static void ingest(Sender sender) {
        try {
            for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                sender.post(TestSpan.event("other" + i));
            }
        } catch (Exception e) {
            Thread.currentThread().interrupt();
        }
    }
}
