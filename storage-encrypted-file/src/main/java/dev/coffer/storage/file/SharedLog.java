package dev.coffer.storage.file;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.UnreadableStoreException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A log that this process writes to and follows, as others do at the same time.
 *
 * <p>Writers hold the {@link StoreLock} from catching up to their sync. Readers take no lock of the
 * system's: they read on when the file has grown or another was put in its place, and pass over an
 * append that is under way. Only what looks like damage makes a reader wait for the lock, to look
 * again while nobody writes.
 */
final class SharedLog implements Log {

  private final Disk disk;
  private final Path path;
  private final Function<byte[], byte[]> macKeys;
  private final StoreLock lock;
  private final Consumer<String> warnings;
  private final LogAppender appender;
  private final List<Tail> cuts = new CopyOnWriteArrayList<>();

  /**
   * Held while the log is read on. Who wants this and the store's lock takes the store's lock
   * first.
   */
  private final ReentrantLock following = new ReentrantLock();

  private volatile OpenLog log;

  /**
   * Whether a thread of this object holds the store's lock and has caught up. Then no other process
   * can complete a write, so that nothing is missing in the index; and what lies behind its end is
   * that thread's own, not yet done.
   */
  private volatile boolean writing;

  private SharedLog(
      Disk disk,
      Path path,
      Function<byte[], byte[]> macKeys,
      StoreLock lock,
      Consumer<String> warnings,
      OpenLog log) {
    this.warnings = warnings;
    this.appender = new LogAppender(path);
    this.disk = disk;
    this.path = path;
    this.macKeys = macKeys;
    this.lock = lock;
    this.log = log;
  }

  /**
   * Opens the log at {@code path}, its real path, and verifies all of it.
   *
   * @param warnings takes word of what is amiss and was dealt with
   * @throws UnreadableStoreException if it is damaged; it was left as it is
   */
  static SharedLog open(
      Disk disk,
      Path path,
      Function<byte[], byte[]> macKeys,
      StoreLock lock,
      Consumer<String> warnings) {
    lock.acquire();
    try {
      requireOneName(path);
      SharedLog shared = new SharedLog(
          disk, path, macKeys, lock, warnings, OpenLog.open(disk, path, true, macKeys));
      try {
        shared.catchUp();
        shared.appender.settle(shared.log);
        return shared;
      } catch (IOException | RuntimeException | Error failure) {
        shared.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw unavailable(path, failure);
    } finally {
      lock.release();
    }
  }

  /**
   * By each of its names a log would have another lock. The caller holds the lock of this one, so
   * that whoever makes the log has taken its draft's name.
   */
  private static void requireOneName(Path path) throws IOException {
    if (LocalDisk.links(path) > 1) {
      Drafts.removeNamesOf(path);
    }
    int links = LocalDisk.links(path);
    if (links > 1) {
      throw new StorageConfigurationException("The log " + path + " has " + links
          + " hard links. Writers by another name would have another lock, and destroy it: remove"
          + " the other names, and share or mount the directory, not the file. With read-only=true"
          + " it can be read as it is.");
    }
  }

  @Override
  public Records records() {
    try {
      // In this order: while a thread writes, the log that it caught up with is in its field.
      boolean complete = writing;
      OpenLog seen = log;
      if (complete || isUpToDate(seen)) {
        return seen.index();
      }
      if (!readOn()) {
        lookAgain();
      }
      return log.index();
    } catch (IOException failure) {
      throw unavailable(path, failure);
    }
  }

  @Override
  public byte[] keyring() {
    records();
    return log.header().keyring();
  }

  private boolean isUpToDate(OpenLog seen) throws IOException {
    Object identity = disk.identity(path);
    try {
      return seen.identity().equals(identity) && seen.isUpToDate();
    } catch (IOException failure) {
      if (seen != log) {
        return false; // Closed meanwhile, by a thread that has opened its successor.
      }
      throw failure;
    }
  }

  /** Reads what has come; false if it looks like damage. */
  private boolean readOn() throws IOException {
    following.lock();
    try {
      return writing || !advance().isDamaged();
    } finally {
      following.unlock();
    }
  }

  /** Looks at what may be damage while nobody writes. */
  private void lookAgain() throws IOException {
    lock.acquire();
    try {
      catchUp();
    } finally {
      lock.release();
    }
  }

  /** Reads all there is, under the store's lock; cuts what is torn. */
  private void catchUp() throws IOException {
    following.lock();
    try {
      Tail tail = advance();
      if (tail.isDamaged()) {
        // What was read before may have been taken back since, and other frames be in its place.
        tail = reopen();
      }
      if (tail.isDamaged()) {
        throw new UnreadableStoreException(
            "The log " + path + " is damaged " + tail + ". It was left as it is: restore a"
                + " backup, or open it with read-only=true for what is intact.",
            null);
      }
      if (tail.kind() == Tail.Kind.TORN) {
        appender.cut(log, tail);
        cuts.add(tail);
        warnings.accept("The log " + path + " was cut " + tail + ".");
      }
    } finally {
      following.unlock();
    }
  }

  /** Catches up, and lets no reader read on from there: what comes is not yet done. */
  private void beginWriting() throws IOException {
    following.lock();
    try {
      catchUp();
      writing = true;
    } finally {
      following.unlock();
    }
  }

  private Tail advance() throws IOException {
    boolean same = log.identity().equals(disk.identity(path)) && log.isStillThere();
    return same ? log.advance() : reopen();
  }

  /** Reads the file that is there now from its beginning; it is taken over unless damaged. */
  private Tail reopen() throws IOException {
    OpenLog successor = OpenLog.open(disk, path, true, macKeys);
    boolean taken = false;
    try {
      Tail tail = successor.advance();
      if (!tail.isDamaged()) {
        OpenLog before = log;
        log = successor;
        taken = true;
        before.close();
      }
      return tail;
    } finally {
      if (!taken) {
        successor.close();
      }
    }
  }

  @Override
  public void apply(List<Change> changes, long now) {
    Change.requireBatch(changes);
    requireWritable();
    if (changes.isEmpty()) {
      return;
    }
    lock.acquire();
    try {
      requireWritable();
      beginWriting();
      if (KeyringRecord.isChangedBy(changes)) {
        replaceKeyring(changes, now);
        return;
      }
      List<Change> effective = allowed(changes, now);
      if (effective.isEmpty()) {
        appender.settle(log);
      } else {
        appender.append(log, effective);
      }
    } catch (IOException failure) {
      throw unavailable(path, failure);
    } finally {
      writing = false;
      lock.release();
    }
  }

  /** Puts a new file in the log's place, with the same records behind another keyring. */
  private void replaceKeyring(List<Change> changes, long now) throws IOException {
    byte[] keyring = KeyringRecord.replacement(changes, log.header().keyring(), now);
    Path draft = new LogRewrite(disk, path, macKeys).write(keyring, log.index());
    appender.replace(disk, draft, path); // Whoever comes next follows, here as anywhere.
  }

  /** The changes without removals of what is not there. */
  private List<Change> allowed(List<Change> changes, long now) {
    List<Change> effective = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      Optional<StoredRecord> current = log.index().get(change.id());
      if (!change.isAllowed(current.orElse(null), now)) {
        throw new PreconditionFailedException(i);
      }
      if (change.record().isPresent() || current.isPresent()) {
        effective.add(change);
      }
    }
    return effective;
  }

  @Override
  public void requireWritable() {
    appender.requireSound();
  }

  /** What was cut as torn since the log was opened. */
  List<Tail> cuts() {
    return List.copyOf(cuts);
  }

  static StorageUnavailableException unavailable(Path path, IOException failure) {
    return new StorageUnavailableException(
        "The log " + path + " cannot be read or written (" + failure.getClass().getSimpleName()
            + ").",
        failure);
  }

  @Override
  public void close() {
    // Both, even if one of them fails.
    OpenLog last = log;
    try (lock;
        last) {
    } catch (IOException failure) {
      throw unavailable(path, failure);
    }
  }
}
