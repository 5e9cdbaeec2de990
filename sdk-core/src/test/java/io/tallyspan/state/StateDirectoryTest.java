package io.tallyspan.state;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallyspan.attribution.Attribution;
import io.tallyspan.runtime.Counter;
import io.tallyspan.runtime.Counters;
import io.tallyspan.runtime.Guard;
import io.tallyspan.runtime.IdSource;
import io.tallyspan.runtime.TimeSource;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Attribution ACME =
            new Attribution("acme", "support", "run", "execution", "plan", "plan#2", null, "u", Map.of("k", "v\n\"ö"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path temporary;

    private final Counters counters = new Counters();
    private final Guard guard = new Guard(counters);
    private final List<StateDirectory> opened = new ArrayList<>();

    private StateDirectory open() {
        StateDirectory directory = StateDirectory.open(temporary.resolve("base"), IdSource.random(), guard);
        opened.add(directory);
        return directory;
    }

    private BackgroundResponses store(StateDirectory directory) {
        return new BackgroundResponses(directory, TimeSource.system(), guard);
    }

    private static Path folder(StateDirectory directory) {
        return requireNonNull(directory.folder());
    }

    @AfterEach
    void nothingWasSwallowed() {
        opened.forEach(StateDirectory::close);
        assertThat(counters.get(Counter.GUARDED)).isZero();
        assertThat(System.getProperties().stringPropertyNames())
                .noneMatch(name -> name.startsWith("io.tallyspan.state.held:" + temporary));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void everythingIsForTheOwnerOnly() throws IOException {
        StateDirectory directory = open();
        store(directory).submitted("resp_1", ACME);
        assertThat(directory.flush(LONG)).isTrue();
        Path folder = folder(directory);
        assertThat(modes(temporary.resolve("base"))).isEqualTo("rwx------");
        assertThat(modes(folder)).isEqualTo("rwx------");
        assertThat(modes(folder.resolve("background.log"))).isEqualTo("rw-------");
        assertThat(modes(folder.resolveSibling(folder.getFileName() + ".lock"))).isEqualTo("rw-------");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aBaseThatExistsKeepsItsMode() throws IOException {
        Path base = Files.createDirectory(temporary.resolve("base"));
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path folder = folder(open());
        assertThat(modes(base)).isEqualTo("rwxrwxrwx");
        assertThat(modes(folder)).isEqualTo("rwx------");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkedBaseIsFollowed() throws IOException {
        Path volume = Files.createDirectory(temporary.resolve("volume"));
        Files.createSymbolicLink(temporary.resolve("base"), volume);
        assertThat(folder(open()).getParent()).isEqualTo(volume.toRealPath());
    }

    @Test
    void anInstanceThatLivesIsNotTakenOver() throws IOException {
        StateDirectory first = open();
        store(first).submitted("resp_1", ACME);
        assertThat(first.flush(LONG)).isTrue();
        StateDirectory second = open();
        second.adoptAbandoned(List.of(folder -> {
            throw new AssertionError("adopted " + folder);
        }));
        assertThat(second.flush(LONG)).isTrue();
        assertThat(folder(first)).isDirectory();
        // The look has not cost the first one its lock, as opening its lock file would have.
        assertThat(lockedForOtherProcesses(folder(first))).isTrue();
    }

    @Test
    void anInstanceThatIsGoneIsTakenOverAndDeleted() {
        StateDirectory first = open();
        store(first).submitted("resp_1", ACME);
        first.close();
        Path abandoned = folder(first);
        assertThat(abandoned).isDirectory();

        StateDirectory second = open();
        second.adoptAbandoned(List.of(store(second)));
        assertThat(second.flush(LONG)).isTrue();
        assertThat(abandoned).doesNotExist();
        assertThat(abandoned.resolveSibling(abandoned.getFileName() + ".lock")).doesNotExist();
        assertThat(store(open()).submitter("resp_1")).isEqualTo(ACME);
    }

    @Test
    void whatNobodyKnowsIsLeftForSomebodyWhoDoes() throws IOException {
        StateDirectory first = open();
        Files.writeString(folder(first).resolve("of-a-later-version"), "x");
        first.close();
        StateDirectory second = open();
        second.adoptAbandoned(List.of(store(second)));
        assertThat(second.flush(LONG)).isTrue();
        assertThat(folder(first).resolve("of-a-later-version")).hasContent("x");
    }

    @Test
    void anEmptyFolderGoesWithItsInstance() throws IOException {
        StateDirectory directory = open();
        directory.close();
        directory.close();
        try (var left = Files.list(temporary.resolve("base"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void anOldLockWithoutItsFolderGoes() throws IOException {
        Path base = Files.createDirectory(temporary.resolve("base"));
        Path old = Files.createFile(base.resolve("00000000-0000-4000-8000-000000000001.lock"));
        Path young = Files.createFile(base.resolve("00000000-0000-4000-8000-000000000002.lock"));
        Files.setLastModifiedTime(old, FileTime.fromMillis(System.currentTimeMillis() - 7_200_000));
        StateDirectory directory = open();
        directory.adoptAbandoned(List.of());
        assertThat(directory.flush(LONG)).isTrue();
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void foldersThatOthersCanWriteAndLinksAreNotRead() throws IOException {
        StateDirectory directory = open();
        Path base = folder(directory).getParent();
        Path open = Files.createDirectory(requireNonNull(base).resolve("00000000-0000-4000-8000-000000000001"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Files.createSymbolicLink(base.resolve("00000000-0000-4000-8000-000000000002"), elsewhere);
        Files.createDirectory(base.resolve("something else"));
        assertThat(directory.siblings()).isEmpty();
    }

    @Test
    void aProcessThatWasKilledIsTakenOver() throws Exception {
        Path base = temporary.resolve("base");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StateChild.class.getName(),
                        base.toString())
                .redirectErrorStream(true)
                .start();
        try (var output = child.inputReader()) {
            assertThat(output.readLine()).isEqualTo("written");
            StateDirectory directory = open();
            BackgroundResponses responses = store(directory);
            directory.adoptAbandoned(List.of(responses));
            assertThat(directory.flush(LONG)).isTrue();
            assertThat(directory.siblings()).hasSize(1);
            // The fetch happens here, the submitter still lives there.
            assertThat(responses.submitter("resp_child")).isEqualTo(StateChild.SUBMITTER);

            child.destroyForcibly();
            assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
            directory.adoptAbandoned(List.of(responses));
            assertThat(directory.flush(LONG)).isTrue();
            assertThat(directory.siblings()).isEmpty();
            assertThat(store(open()).submitter("resp_child")).isEqualTo(StateChild.SUBMITTER);
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void instancesInTwoClassLoadersDoNotCollide() throws Exception {
        StateDirectory here = open();
        store(here).submitted("resp_1", ACME);
        assertThat(here.flush(LONG)).isTrue();
        List<URL> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader other =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> child = other.loadClass(StateChild.class.getName());
            assertThat(child).isNotSameAs(StateChild.class);
            child.getMethod("openAdoptAndClose", String.class)
                    .invoke(null, temporary.resolve("base").toString());
        }
        assertThat(folder(here).resolve("background.log")).exists();
        assertThat(lockedForOtherProcesses(folder(here))).isTrue();
    }

    @Test
    void withoutADirectoryStateStaysInMemoryAndOneWarningSaysSo() throws IOException {
        Files.writeString(temporary.resolve("base"), "a file");
        AtomicInteger warnings = new AtomicInteger();
        List<String> messages = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                warnings.incrementAndGet();
                messages.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.tallyspan");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        StateDirectory directory;
        try {
            directory = open();
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        assertThat(warnings).hasValue(1);
        assertThat(messages.get(0))
                .contains(temporary.resolve("base").toString())
                .contains("tallyspan.state-dir");
        assertThat(directory.folder()).isNull();
        BackgroundResponses responses = store(directory);
        responses.submitted("resp_1", ACME);
        assertThat(responses.submitter("resp_1")).isEqualTo(ACME);
        assertThat(responses.submitter("resp_2")).isNull();
        assertThat(directory.siblings()).isEmpty();
    }

    private static String modes(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Asked from another process, for in this one the answer could come from the JVM instead of the system. */
    private static boolean lockedForOtherProcesses(Path folder) throws IOException {
        Process probe = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Probe.class.getName(),
                        folder + ".lock")
                .redirectErrorStream(true)
                .start();
        try (var output = probe.inputReader()) {
            return "locked".equals(output.readLine());
        }
    }

    /** Says whether a file is locked. */
    static final class Probe {
        public static void main(String[] args) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
                @Nullable Object lock = channel.tryLock();
                System.out.println(lock == null ? "locked" : "free");
            }
        }
    }
}
