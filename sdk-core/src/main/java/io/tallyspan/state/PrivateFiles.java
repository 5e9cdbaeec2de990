package io.tallyspan.state;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and directories for the owner's eyes only, on file systems that know the difference. */
final class PrivateFiles {

    private static final FileAttribute<?>[] NOTHING = {};

    private PrivateFiles() {}

    /** 0700; the parents that are missing too. What exists is left as it is. */
    static void createDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, attributes(directory, "rwx------"));
        }
    }

    /** 0700. */
    static void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory, attributes(directory, "rwx------"));
    }

    /** 0600 if it is new; a symbolic link is never followed. */
    static FileChannel openForWrite(Path file) throws IOException {
        return open(file, CREATE, WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /** 0600 if it is new; a symbolic link is never followed. */
    static FileChannel openForAppend(Path file) throws IOException {
        return open(file, CREATE, APPEND, LinkOption.NOFOLLOW_LINKS);
    }

    private static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), attributes(file, "rw-------"));
    }

    /** The modes; none where the file system has no such thing. */
    static Set<PosixFilePermission> modes(Path path) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        return view == null ? Set.of() : view.readAttributes().permissions();
    }

    private static FileAttribute<?>[] attributes(Path path, String modes) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(modes))}
                : NOTHING;
    }
}
