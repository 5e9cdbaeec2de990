package io.tallyspan.bridge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a bridge, held by one process at a time: a lock that ends with the process, however it ends. New
 * directories are for their owner only, for the ledger names customers and users.
 */
final class DataDirectory implements AutoCloseable {

    private static final String LOCK = "serve.lock";

    private final FileChannel channel;

    private DataDirectory(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes the directory if it is absent, and locks it.
     *
     * @throws IOException if it cannot be made or written, or another bridge holds it
     */
    static DataDirectory lock(Path directory) throws IOException {
        try {
            Files.createDirectories(directory, ownerOnly("rwx------"));
        } catch (FileAlreadyExistsException e) {
            throw new IOException("the data directory " + directory + " is a file", e);
        } catch (IOException e) {
            throw new IOException("cannot make the data directory " + directory + ": " + reason(e), e);
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    directory.resolve(LOCK),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    ownerOnly("rw-------"));
        } catch (IOException e) {
            throw new IOException("cannot write in the data directory " + directory + ": " + reason(e), e);
        }
        try {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String holder = read(channel);
                throw new IOException("another bridge" + (holder.isEmpty() ? "" : ", process " + holder + ",")
                        + " serves the data directory " + directory + ": stop it, or use another --data");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataDirectory(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by another bridge in this very process
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(32);
        channel.read(pid, 0);
        return new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip();
    }

    private static FileAttribute<?>[] ownerOnly(String mode) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
