package io.tallyspan.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a folder: a lock of the operating system, which ends with the process however it ends, on a file beside
 * the folder, so that the lock can be held before the folder is there.
 *
 * <p>On POSIX systems a process loses its lock on a file when it closes <em>any</em> of its descriptors of that file.
 * So no instance may even open the lock file of another one in the same JVM. They find out by a system property, the
 * only state that instances in different class loaders share; it holds two strings and so no class loader.
 */
final class FolderLock implements AutoCloseable {

    private static final String PROPERTY = "io.tallyspan.state.held:";

    private final Path file;
    private final FileChannel channel;
    private final String property;

    private FolderLock(Path file, FileChannel channel, String property) {
        this.file = file;
        this.channel = channel;
        this.property = property;
    }

    /** The lock of {@code folder}, or null if somebody has it: another process, or another instance in this JVM. */
    static @Nullable FolderLock tryLock(Path folder) throws IOException {
        String property = PROPERTY + folder;
        if (System.getProperties().putIfAbsent(property, "held") != null) {
            return null;
        }
        FolderLock lock = null;
        try {
            lock = open(folder.resolveSibling(folder.getFileName() + ".lock"), property);
            return lock;
        } finally {
            if (lock == null) {
                System.getProperties().remove(property);
            }
        }
    }

    private static @Nullable FolderLock open(Path file, String property) throws IOException {
        FileChannel channel = PrivateFiles.openForWrite(file);
        FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Somebody has replaced the system properties. Closing the channel would break the other one's lock.
            return null;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        if (held == null) {
            channel.close();
            return null;
        }
        return new FolderLock(file, channel, property);
    }

    /** For a folder that is gone: nobody will look for its lock again. */
    void deleteAndClose() throws IOException {
        if (channel.isOpen()) {
            Files.deleteIfExists(file);
        }
        close();
    }

    /** Again: does nothing. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            System.getProperties().remove(property);
        }
    }
}
