package io.tallyspan.state;

import static java.util.Objects.requireNonNull;

import io.tallyspan.runtime.IdSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file in the base directory that all instances share, replaced as a whole: who reads it sees one content or the
 * other, never a mixture. 0600; one that others may write, or that is a link, is not read. Safe for use by several
 * threads and processes.
 */
public final class SharedFile {

    private final Path base;
    private final String name;
    private final IdSource ids;

    /**
     * Nothing is read or written yet.
     *
     * @param base {@code tallyspan.state-dir}; made when it is missing
     * @param ids for the names of files that are being written
     */
    public SharedFile(Path base, String name, IdSource ids) {
        this.base = requireNonNull(base, "base");
        this.name = requireNonNull(name, "name");
        this.ids = requireNonNull(ids, "ids");
    }

    /**
     * The content; null if there is none, or it is not to be trusted, or it is longer than {@code limit} bytes.
     *
     * @throws IOException if it cannot be read
     */
    public byte @Nullable [] read(int limit) throws IOException {
        Path file = base.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > limit) {
            return null;
        }
        Set<PosixFilePermission> modes = PrivateFiles.modes(file);
        return modes.contains(PosixFilePermission.GROUP_WRITE) || modes.contains(PosixFilePermission.OTHERS_WRITE)
                ? null
                : Files.readAllBytes(file);
    }

    /**
     * Puts {@code content} in the place of what is there.
     *
     * @throws IOException if it cannot; what was there is still there
     */
    public void replace(byte[] content) throws IOException {
        PrivateFiles.createDirectories(base);
        Path next = base.resolve(name + "." + ids.uuid() + ".tmp");
        try {
            try (FileChannel channel = PrivateFiles.openForWrite(next)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(next, base.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }
}
