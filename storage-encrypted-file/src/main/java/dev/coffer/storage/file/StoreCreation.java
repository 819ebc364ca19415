package dev.coffer.storage.file;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.crypto.Keyring;
import dev.coffer.storage.crypto.MasterKey;
import dev.coffer.storage.crypto.MasterKeyOptions;
import dev.coffer.storage.crypto.Suite;
import dev.coffer.storage.spi.RecordSealer;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Makes a store where none is: directories, master key, and a log without a frame. The log appears
 * whole or not at all, and two that make it at once end with one.
 */
final class StoreCreation {

  private final Disk disk;
  private final Duration lockTimeout;
  private final SecureRandom random = new SecureRandom();

  StoreCreation(Disk disk, Duration lockTimeout) {
    this.disk = disk;
    this.lockTimeout = lockTimeout;
  }

  /** Makes the store, unless somebody else has made it meanwhile. */
  void create(Path path, StorageOptions options) throws IOException {
    Path directory = LocalDisk.directoryOf(path);
    Deque<Path> made = new ArrayDeque<>();
    try {
      makeDirectories(directory, made);
      Path log = directory.toRealPath().resolve(path.getFileName());
      try (MasterKey masterKey = MasterKeyOptions.openOrCreate(options)) {
        createLog(log, masterKey, Suite.of(options));
      }
    } catch (IOException | RuntimeException | Error failure) {
      removeEmpty(made, failure);
      throw failure;
    }
  }

  private void createLog(Path log, MasterKey masterKey, Suite suite) throws IOException {
    try (StoreLock lock = StoreLock.of(log, lockTimeout)) {
      lock.acquire();
      try {
        if (!Files.exists(log)) {
          write(log, masterKey, suite);
        }
      } finally {
        lock.release();
      }
    }
  }

  private void write(Path log, MasterKey masterKey, Suite suite) throws IOException {
    Path draft = Drafts.newBeside(log, random);
    byte[] header;
    try (Keyring keyring = Keyring.create(masterKey, random(RecordSealer.STORE_ID_LENGTH), suite)) {
      header = new LogHeader(random(LogHeader.LOG_ID_LENGTH), keyring.toBytes()).toBytes();
    }
    LogFile file = disk.create(draft);
    try {
      try (file) {
        file.write(0, header);
        file.sync();
      }
      disk.publish(draft, log);
    } catch (FileAlreadyExistsException somebodyWithoutTheLock) {
      // What is there now is opened, or refused, as if it had been there before.
      Files.delete(draft);
    } catch (IOException | RuntimeException | Error failure) {
      Drafts.remove(draft, failure);
      throw failure;
    }
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void makeDirectories(Path directory, Deque<Path> made) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.getParent();
    if (parent != null) {
      makeDirectories(parent, made);
    }
    try {
      Files.createDirectory(directory, LocalDisk.ownerOnly(directory, "rwx------"));
      made.push(directory);
      if (parent != null) {
        LocalDisk.syncDirectory(parent);
      }
    } catch (FileAlreadyExistsException meanwhile) {
      if (!Files.isDirectory(directory)) {
        throw meanwhile;
      }
    }
  }

  private static void removeEmpty(Deque<Path> made, Throwable failure) {
    for (Path directory : made) {
      try {
        Files.deleteIfExists(directory);
      } catch (DirectoryNotEmptyException inUse) {
        return;
      } catch (IOException second) {
        failure.addSuppressed(second);
      }
    }
  }
}
