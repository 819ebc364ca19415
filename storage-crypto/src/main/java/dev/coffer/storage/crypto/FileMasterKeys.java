package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageOptions;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Master keys in files, {@code file:PATH}: a line of text ({@link KeyFileText}) that its owner
 * alone may read and write, and whose owner is this process's user or root.
 */
public final class FileMasterKeys implements MasterKeyKind {

  private final KeyFileOwners owners;

  /** For {@link java.util.ServiceLoader}. */
  public FileMasterKeys() {
    this(KeyFileOwners.ofThisProcess());
  }

  /** With what is asked who may own a key. */
  FileMasterKeys(KeyFileOwners owners) {
    this.owners = owners;
  }

  @Override
  public String scheme() {
    return "file";
  }

  @Override
  public String form() {
    return "file:PATH";
  }

  @Override
  public Optional<String> problem(String location, StorageOptions options) {
    if (location.isBlank()) {
      return Optional.of("its path is empty");
    }
    try {
      return Path.of(location).getFileName() == null
          ? Optional.of("its path is a root directory")
          : Optional.empty();
    } catch (InvalidPathException invalid) {
      return Optional.of("its path has a character that paths do not have here");
    }
  }

  @Override
  public String source(String location) {
    return "file:" + path(location);
  }

  @Override
  public MasterKey open(String location, StorageOptions options) {
    Path file = path(location);
    try {
      return read(file);
    } catch (NoSuchFileException missing) {
      throw unavailable(
          file, "is not there. Put the key there that the store was created with.", null);
    } catch (IOException failure) {
      throw unreadable(file, failure);
    }
  }

  @Override
  public MasterKey openOrCreate(String location, StorageOptions options) {
    Path file = path(location);
    try {
      new KeyFileCreation(file).createIfAbsent();
    } catch (IOException failure) {
      throw unavailable(
          file,
          "could not be made: " + reason(failure) + ". Name a place where it can be, or make it"
              + " elsewhere and put it there.",
          failure);
    }
    return open(location, options);
  }

  private static Path path(String location) {
    return Path.of(location).toAbsolutePath().normalize();
  }

  private MasterKey read(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw unavailable(file, "is no regular file.", null);
    }
    Optional<String> exposed = OwnerOnly.exposedTo(file);
    if (exposed.isPresent()) {
      throw unavailable(
          file,
          "has the permissions " + exposed.get() + ", so that others than its owner can read or"
              + " change it. If nobody has, take that right away: chmod 600 " + file,
          null);
    }
    Optional<String> foreign = owners.foreignOwner(file);
    if (foreign.isPresent()) {
      throw unavailable(
          file,
          "belongs to the user " + foreign.get() + ", who can read and change it. If it is the"
              + " right key all the same, make it this process's own: chown.",
          null);
    }
    byte[] text;
    // Of java.io, for an interrupted thread to read with too.
    try (InputStream in = new FileInputStream(file.toFile())) {
      text = in.readNBytes(KeyFileText.MAX_LENGTH + 1);
    }
    try {
      return parse(file, text);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private static MasterKey parse(Path file, byte[] text) {
    if (text.length > KeyFileText.MAX_LENGTH) {
      throw unavailable(
          file,
          "holds no master key: it has more than " + KeyFileText.MAX_LENGTH + " bytes.",
          null);
    }
    try {
      byte[] key = KeyFileText.parse(text);
      try {
        return RawMasterKey.of("file:" + file, Slot.FILE, key);
      } finally {
        Arrays.fill(key, (byte) 0);
      }
    } catch (KeyFileText.NoKeyException why) {
      throw unavailable(
          file,
          "holds no master key: " + why.getMessage() + ". Restore it from its backup copy.",
          null);
    }
  }

  private static KeyUnavailableException unreadable(Path file, IOException failure) {
    return unavailable(file, "could not be read: " + reason(failure) + ".", failure);
  }

  /** Paths and causes of the operating system; the file's content is in none of them. */
  private static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "access denied";
    }
    return failure.getClass() == IOException.class
        ? String.valueOf(failure.getMessage())
        : failure.toString();
  }

  private static KeyUnavailableException unavailable(
      Path file, String what, @Nullable IOException cause) {
    return new KeyUnavailableException("The master key file:" + file + " " + what, cause);
  }
}
