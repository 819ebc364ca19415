package dev.coffer.storage.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;

/**
 * The making of a master key file: whole and on disk before it has its name, so that nobody ever
 * reads half a key, and given its name by a hard link, which fails where the name is taken. Two
 * that make it at once therefore end with one key, and a symbolic link in its place is not
 * followed.
 */
final class KeyFileCreation {

  private final SecureRandom random = new SecureRandom();
  private final Path file;
  private final Path directory;

  /** Of a file at an absolute path. */
  KeyFileCreation(Path file) throws IOException {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IOException("it is no path of a file");
    }
    this.file = file;
    this.directory = parent;
  }

  /**
   * Makes the file with a new random key, unless something has its name. On return the name is on
   * disk, whoever made it: a store may be sealed with the key from now on.
   */
  void createIfAbsent() throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      createDirectories();
      createNew();
    }
    if (Files.isWritable(directory)) {
      sync(directory);
    }
  }

  private void createNew() throws IOException {
    byte[] key = new byte[RawMasterKey.LENGTH];
    random.nextBytes(key);
    byte[] text = KeyFileText.format(key);
    Arrays.fill(key, (byte) 0);
    try {
      Uninterrupted.run(() -> create(text));
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private void create(byte[] text) throws IOException {
    byte[] suffix = new byte[8];
    random.nextBytes(suffix);
    Path draft = directory.resolve(
        "." + file.getFileName() + "." + HexFormat.of().formatHex(suffix) + ".tmp");
    try (FileChannel channel = OwnerOnly.create(draft)) {
      try {
        ByteBuffer left = ByteBuffer.wrap(text);
        while (left.hasRemaining()) {
          channel.write(left);
        }
        channel.force(true);
        link(draft);
      } finally {
        Files.deleteIfExists(draft);
      }
    }
  }

  private void link(Path draft) throws IOException {
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException anotherCreator) {
      // Then its key is the one.
    } catch (UnsupportedOperationException noLinks) {
      throw new IOException("the file system has no hard links", noLinks);
    }
  }

  /** Each with its own entry on disk: a key whose directory is lost in a crash is lost. */
  private void createDirectories() throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path existing = directory;
    while (existing != null && !Files.exists(existing)) {
      missing.push(existing);
      existing = existing.getParent();
    }
    for (Path next : missing) {
      try {
        OwnerOnly.createDirectory(next);
      } catch (FileAlreadyExistsException anotherCreator) {
        continue;
      }
      Path parent = next.getParent();
      if (parent != null) {
        sync(parent);
      }
    }
  }

  private static void sync(Path directory) throws IOException {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return; // Windows opens no directory, and writes its entries by itself.
    }
    Uninterrupted.run(() -> {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    });
  }
}
