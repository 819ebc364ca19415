package dev.coffer.storage.file;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.UnreadableStoreException;
import dev.coffer.storage.crypto.Keyring;
import dev.coffer.storage.crypto.MasterKey;
import dev.coffer.storage.crypto.MasterKeyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Opens the store that options name, from its path to a backend; makes it first if asked to. */
final class StoreOpening {

  private final Disk disk;
  private final Consumer<String> warnings;
  private final NetworkLook networks;

  /** With the place that takes word of what is amiss. */
  StoreOpening(Disk disk, Consumer<String> warnings) {
    this(disk, warnings, NetworkFileSystems::of);
  }

  StoreOpening(Disk disk, Consumer<String> warnings, NetworkLook networks) {
    this.warnings = warnings;
    this.disk = disk;
    this.networks = networks;
  }

  /** Says which network file system a path lies on, if it does. */
  interface NetworkLook {
    Optional<String> at(Path path) throws IOException;
  }

  /** Opens the store; a caller that is interrupted gets it all the same, and keeps its flag. */
  EncryptedFileBackend open(StorageOptions options) {
    // Master keys may be read by channels, which an interrupt closes.
    boolean interrupted = Thread.interrupted();
    try {
      return openNow(options);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private EncryptedFileBackend openNow(StorageOptions options) {
    Path path = options.get(EncryptedFileProvider.PATH);
    Duration lockTimeout = options.get(EncryptedFileProvider.LOCK_TIMEOUT);
    try {
      requireOfThisMachine(path, options);
      if (!isThere(path)) {
        requireCreation(path, options);
        new StoreCreation(disk, lockTimeout).create(path, options);
      }
      if (!Files.isRegularFile(path)) {
        throw new UnreadableStoreException(
            "There is no file at " + path + ", but something else.", null);
      }
      // The lock file lies beside the log itself, whatever links lead there.
      Path real = path.toRealPath();
      Keyring keyring = openKeyring(real, options);
      try {
        Function<byte[], byte[]> macKeys = logId -> keyring.deriveKey(ChainMac.KEY_LABEL, logId);
        Log log = options.get(EncryptedFileProvider.READ_ONLY)
            ? ReadOnlyLog.open(disk, real, macKeys, warnings, System::nanoTime)
            : SharedLog.open(disk, real, macKeys, StoreLock.of(real, lockTimeout), warnings);
        return new EncryptedFileBackend(keyring, log, options);
      } catch (RuntimeException | Error failure) {
        keyring.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw SharedLog.unavailable(path, failure);
    }
  }

  private void requireOfThisMachine(Path path, StorageOptions options) throws IOException {
    if (options.get(EncryptedFileProvider.READ_ONLY)
        || options.get(EncryptedFileProvider.NETWORK_FILE_SYSTEM)) {
      return;
    }
    Optional<String> network = networks.at(path);
    if (network.isPresent()) {
      throw new StorageConfigurationException("The path " + path
          + " lies on a network file system (" + network.get()
          + "): two writers at once, or a sync that is none, would destroy the log. Use a disk of"
          + " this machine, or a database. Where every machine honours its locks,"
          + " network-file-system=true opens it all the same; with read-only=true it can be read"
          + " as it is.");
    }
  }

  /** Whether anything is there; what cannot be looked at must not look like nothing. */
  private boolean isThere(Path path) throws IOException {
    try {
      disk.identity(path);
      return true;
    } catch (NoSuchFileException absent) {
      return false;
    }
  }

  private static void requireCreation(Path path, StorageOptions options) {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new StorageConfigurationException(
          "The path " + path + " (" + path.toAbsolutePath() + ") is a link that leads nowhere.");
    }
    if (!options.get(StorageOptions.CREATE)) {
      throw new StorageConfigurationException("There is no store at " + path + " (looked for "
          + path.toAbsolutePath() + "). If it is to be made there, set create=true.");
    }
  }

  /** The keyring of the log's header, opened before anything is made or locked. */
  private Keyring openKeyring(Path real, StorageOptions options) throws IOException {
    byte[] keyring;
    try (LogFile file = disk.open(real, false)) {
      keyring = LogHeader.read(new LogInput(file)).keyring();
    }
    try (MasterKey masterKey = MasterKeyOptions.open(options)) {
      return Keyring.open(keyring, masterKey);
    }
  }
}
