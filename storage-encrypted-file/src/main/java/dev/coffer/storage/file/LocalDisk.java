package dev.coffer.storage.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The machine's own file system. */
final class LocalDisk implements Disk {

  @Override
  public LogFile open(Path path, boolean writable) throws IOException {
    // A RandomAccessFile that is opened for writing would make a file that is not there.
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return new LocalFile(path, writable);
  }

  @Override
  public LogFile create(Path path) throws IOException {
    createForOwner(path);
    return new LocalFile(path, true);
  }

  /**
   * Makes an empty file that only its owner can read and write: by its mode, and where there are
   * none by an access control list, before the first byte.
   */
  static void createForOwner(Path path) throws IOException {
    FileAttribute<?>[] mode = ownerOnly(path, "rw-------");
    Files.createFile(path, mode);
    @Nullable
    AclFileAttributeView acl = mode.length > 0
        ? null
        : Files.getFileAttributeView(path, AclFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (acl != null) {
      acl.setAcl(List.of(AclEntry.newBuilder()
          .setType(AclEntryType.ALLOW)
          .setPrincipal(acl.getOwner())
          .setPermissions(EnumSet.allOf(AclEntryPermission.class))
          .build()));
    }
  }

  @Override
  public void publish(Path draft, Path name) throws IOException {
    if (link(draft, name)) {
      Files.delete(draft);
    } else if (Files.exists(name, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(name.toString());
    } else {
      Files.move(draft, name, StandardCopyOption.ATOMIC_MOVE);
    }
    syncDirectory(directoryOf(name));
  }

  /**
   * Makes a hard link, which replaces nothing as a rename does; false if there is no such thing.
   */
  private static boolean link(Path existing, Path name) throws IOException {
    try {
      Files.createLink(name, existing);
      return true;
    } catch (FileAlreadyExistsException there) {
      throw there;
    } catch (UnsupportedOperationException | FileSystemException withoutHardLinks) {
      return false;
    }
  }

  @Override
  public void replace(Path draft, Path name) throws IOException {
    Files.move(draft, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void syncDirectoryOf(Path file) throws IOException {
    syncDirectory(directoryOf(file));
  }

  /** How many hard links the file has, where the file system tells; 1 where it does not. */
  static int links(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return 1;
    }
    return (Integer) Files.getAttribute(path, "unix:nlink");
  }

  @Override
  public Object identity(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    Object key = attributes.fileKey();
    return key != null ? key : attributes.creationTime();
  }

  static Path directoryOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "A root is no file.");
  }

  /** The attribute that keeps everybody but the owner out, where the file system knows it. */
  static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
    };
  }

  /** Makes entries of a directory durable, where directories can be synced. */
  static void syncDirectory(Path directory) throws IOException {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    // Only a channel opens a directory, and an interrupt closes a channel: it is put off.
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException putOff) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
