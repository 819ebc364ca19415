package dev.coffer.storage.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The permissions of a file that its owner alone may read and write: by POSIX mode where the file
 * system has one, else by access control list.
 */
final class OwnerOnly {

  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  private static final Set<PosixFilePermission> OTHERS_ACCESS = EnumSet.of(
      PosixFilePermission.GROUP_READ,
      PosixFilePermission.GROUP_WRITE,
      PosixFilePermission.OTHERS_READ,
      PosixFilePermission.OTHERS_WRITE);

  private OwnerOnly() {}

  /**
   * Makes an empty file that its owner alone may read, and opens it for writing.
   *
   * @throws IOException if something has that name, or the file system keeps no permissions
   */
  static FileChannel create(Path file) throws IOException {
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileChannel channel = FileChannel.open(file, options, attributes(file, FILE));
    try {
      restrict(file);
      return channel;
    } catch (IOException | RuntimeException failure) {
      try (channel) {
        Files.delete(file);
      }
      throw failure;
    }
  }

  /**
   * Makes a file that its owner alone may read, with these bytes; on disk on return, or not there.
   */
  static void writeNew(Path file, byte[] bytes) throws IOException {
    Uninterrupted.run(() -> {
      try (FileChannel channel = create(file)) {
        try {
          ByteBuffer left = ByteBuffer.wrap(bytes);
          while (left.hasRemaining()) {
            channel.write(left);
          }
          channel.force(true);
        } catch (IOException failure) {
          Files.deleteIfExists(file);
          throw failure;
        }
      }
    });
  }

  /** Makes a directory that its owner alone may enter, where permissions can be given at once. */
  static void createDirectory(Path directory) throws IOException {
    Files.createDirectory(directory, attributes(directory, DIRECTORY));
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  /** Before the first byte: what the mode at creation has not done, the list does. */
  private static void restrict(Path file) throws IOException {
    PosixFileAttributeView posix =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (posix != null) {
      if (exposedTo(file).isPresent()) {
        throw new IOException("the file system gives a new file to others, whatever its mode");
      }
      return;
    }
    AclFileAttributeView acl =
        Files.getFileAttributeView(file, AclFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (acl == null) {
      throw new IOException("the file system keeps no permissions");
    }
    acl.setAcl(List.of(AclEntry.newBuilder()
        .setType(AclEntryType.ALLOW)
        .setPrincipal(acl.getOwner())
        .setPermissions(EnumSet.allOf(AclEntryPermission.class))
        .build()));
  }

  /**
   * The mode of a file, as {@code rw-r--r--}, if others than its owner may read or write it. Empty
   * too where the file system has no modes.
   */
  static Optional<String> exposedTo(Path file) throws IOException {
    PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (posix == null) {
      return Optional.empty();
    }
    Set<PosixFilePermission> permissions = posix.readAttributes().permissions();
    return permissions.stream().anyMatch(OTHERS_ACCESS::contains)
        ? Optional.of(PosixFilePermissions.toString(permissions))
        : Optional.empty();
  }
}
