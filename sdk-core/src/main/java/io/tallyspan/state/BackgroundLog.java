package io.tallyspan.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file of submissions in one folder: a line for each, its CRC-32C in hex, a space, JSON. Whatever is torn, by a
 * process or a disk that stopped midway, spoils its own line only. Written by one thread, read by any process.
 */
final class BackgroundLog {

    static final String NAME = "background.log";

    /** About 40,000 submissions. A file that reaches it is rewritten with the newest half. */
    private static final long MAX_BYTES = 16L << 20;

    /** Nothing we write is longer; what is, is damage. */
    private static final int MAX_LINE = 64 << 10;

    private final Path file;
    private final long maxBytes;

    BackgroundLog(Path folder) {
        this(folder, MAX_BYTES);
    }

    BackgroundLog(Path folder, long maxBytes) {
        this.file = folder.resolve(NAME);
        this.maxBytes = maxBytes;
    }

    /** Sees submissions one by one; false ends the reading. */
    interface Visitor {
        boolean visit(Submission submission);
    }

    /** Those that expired before the second {@code expired} go, if the file has to be rewritten. */
    void append(List<Submission> submissions, long expired) throws IOException {
        if (submissions.isEmpty()) {
            return;
        }
        try (FileChannel channel = PrivateFiles.openForAppend(file)) {
            write(channel, submissions);
            if (channel.size() <= maxBytes) {
                return;
            }
        }
        rewrite(expired);
    }

    /**
     * Reads what is there. A missing file in a folder that exists is an empty one.
     *
     * @throws NoSuchFileException if the folder is gone
     */
    void forEach(Visitor visitor) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Submission submission = parse(line);
                if (submission != null && !visitor.visit(submission)) {
                    return;
                }
            }
        } catch (NoSuchFileException e) {
            if (!Files.isDirectory(file.resolveSibling("."))) {
                throw e;
            }
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(temporary());
    }

    private void rewrite(long expired) throws IOException {
        Deque<Submission> newest = new ArrayDeque<>();
        long[] bytes = {0};
        forEach(submission -> {
            if (submission.epochSecond() > expired) {
                newest.addLast(submission);
                bytes[0] += line(submission).length;
                while (bytes[0] > maxBytes / 2) {
                    bytes[0] -= line(newest.removeFirst()).length;
                }
            }
            return true;
        });
        Files.deleteIfExists(temporary());
        try (FileChannel channel = PrivateFiles.openForAppend(temporary())) {
            write(channel, List.copyOf(newest));
        }
        Files.move(temporary(), file, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path temporary() {
        return file.resolveSibling(NAME + ".new");
    }

    private static void write(FileChannel channel, List<Submission> submissions) throws IOException {
        for (Submission submission : submissions) {
            byte[] line = line(submission);
            ByteBuffer buffer = ByteBuffer.wrap(line);
            while (line.length <= MAX_LINE && buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    /** Begins with a line feed too, in case the last line is torn. */
    private static byte[] line(Submission submission) {
        String json = SubmissionJson.write(submission);
        return ('\n' + checksum(json) + ' ' + json + '\n').getBytes(UTF_8);
    }

    private static @Nullable Submission parse(String line) {
        if (line.length() < 10 || line.length() > MAX_LINE || line.charAt(8) != ' ') {
            return null;
        }
        String json = line.substring(9);
        return line.startsWith(checksum(json)) ? SubmissionJson.read(json) : null;
    }

    private static String checksum(String json) {
        CRC32C crc = new CRC32C();
        crc.update(json.getBytes(UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
