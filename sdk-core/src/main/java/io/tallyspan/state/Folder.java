package io.tallyspan.state;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The folder of one instance, and what it can see of the others. */
final class Folder {

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final Pattern LOCK_NAME = Pattern.compile(NAME.pattern() + "\\.lock");
    private static final Duration ORPHAN_AGE = Duration.ofHours(1);

    private final Path path;
    private final FolderLock lock;
    private final UserPrincipal owner;

    private Folder(Path path, FolderLock lock) throws IOException {
        this.path = path;
        this.lock = lock;
        this.owner = Files.getOwner(path);
    }

    /** The lock comes first: a folder that nobody locks is anybody's. */
    static Folder create(Path base, String id) throws IOException {
        PrivateFiles.createDirectories(base);
        Path path = base.toRealPath().resolve(id);
        FolderLock lock = FolderLock.tryLock(path);
        if (lock == null) {
            throw new IOException("the new lock of " + path + " is held by another");
        }
        try {
            PrivateFiles.createDirectory(path);
            return new Folder(path, lock);
        } catch (IOException e) {
            lock.deleteAndClose();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    List<Path> siblings() {
        return entries(entry -> !entry.equals(path) && isOfOurKind(entry));
    }

    /**
     * Folders of which only the lock file is left, by a process that ended between two steps. A young one may be of a
     * process that is about to make its folder.
     */
    List<Path> lockedOnly() {
        Instant before = Instant.now().minus(ORPHAN_AGE);
        List<Path> folders = new ArrayList<>();
        for (Path lockFile : entries(entry -> LOCK_NAME.matcher(name(entry)).matches())) {
            Path folder = path.resolveSibling(name(lockFile).replace(".lock", ""));
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && isOlder(lockFile, before)) {
                folders.add(folder);
            }
        }
        return folders;
    }

    private static boolean isOlder(Path file, Instant than) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(than);
        } catch (IOException e) {
            return false; // gone in the meantime
        }
    }

    private List<Path> entries(Predicate<Path> wanted) {
        List<Path> entries = new ArrayList<>();
        Path base = requireNonNull(path.getParent());
        try (DirectoryStream<Path> all = Files.newDirectoryStream(base, wanted::test)) {
            all.forEach(entries::add);
        } catch (IOException | DirectoryIteratorException e) {
            return entries; // what cannot be listed now can be at the next look
        }
        return entries;
    }

    private static String name(Path entry) {
        return requireNonNull(entry.getFileName()).toString();
    }

    /** A folder of another user could hold anything: it is not read. Neither is one that others can write. */
    private boolean isOfOurKind(Path sibling) {
        if (!NAME.matcher(name(sibling)).matches() || !Files.isDirectory(sibling, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            if (!Files.getOwner(sibling, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
                return false;
            }
            Set<PosixFilePermission> modes = PrivateFiles.modes(sibling);
            return !modes.contains(PosixFilePermission.GROUP_WRITE)
                    && !modes.contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException e) {
            return false; // gone in the meantime
        }
    }

    /** Empty: folder and lock file go. Otherwise it holds what only another version knows how to take over. */
    static void deleteIfEmpty(Path folder, FolderLock lock) throws IOException {
        try {
            Files.deleteIfExists(folder);
            lock.deleteAndClose();
        } catch (DirectoryNotEmptyException e) {
            lock.close();
        }
    }

    void close() throws IOException {
        deleteIfEmpty(path, lock);
    }
}
