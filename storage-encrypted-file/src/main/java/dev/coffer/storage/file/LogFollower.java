package dev.coffer.storage.file;

import dev.coffer.storage.UnreadableStoreException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The log that lies at a path, as this process knows it while others write to it and put other
 * files in its place.
 *
 * <p>Readers take no lock of the system's: they read on when something lies behind the end that
 * they know, and pass over an append that is under way. Only what looks like damage makes a reader
 * wait for the {@link StoreLock}, to look again while nobody writes. Writers hold it from catching
 * up to their sync.
 */
final class LogFollower implements Closeable {

  private final Disk disk;
  private final Path path;
  private final Function<byte[], byte[]> macKeys;
  private final StoreLock lock;
  private final LogAppender appender;
  private final Consumer<String> warnings;
  private final Lookout lookout;
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

  LogFollower(
      Disk disk,
      Path path,
      Function<byte[], byte[]> macKeys,
      StoreLock lock,
      LogAppender appender,
      Consumer<String> warnings,
      LongSupplier nanoClock)
      throws IOException {
    this.disk = disk;
    this.path = path;
    this.macKeys = macKeys;
    this.lock = lock;
    this.appender = appender;
    this.warnings = warnings;
    this.lookout = new Lookout(disk, path, nanoClock);
    this.log = OpenLog.open(disk, path, true, macKeys);
  }

  /** Something that is read from an open log; it fails if the log is closed meanwhile. */
  interface Reading<T> {
    T from(OpenLog log) throws IOException;
  }

  /** Reads from the log, with every write in it that was completed before the call. */
  <T> T read(Reading<T> reading) {
    while (true) {
      OpenLog seen = upToDate();
      try {
        return reading.from(seen);
      } catch (IOException failure) {
        if (seen == log) {
          throw SharedLog.unavailable(path, failure);
        }
        // It was closed meanwhile, by a thread that has taken over its successor.
      }
    }
  }

  /** The log with every write that was completed before the call. */
  OpenLog upToDate() {
    try {
      // In this order: while a thread writes, the log that it caught up with is in its field.
      boolean complete = writing;
      OpenLog seen = log;
      if (complete || isUpToDate(seen)) {
        return seen;
      }
      if (!readOn()) {
        lookAgain();
      }
      return log;
    } catch (IOException failure) {
      throw SharedLog.unavailable(path, failure);
    }
  }

  private boolean isUpToDate(OpenLog seen) throws IOException {
    try {
      return seen.isUpToDate() && lookout.sees(seen);
    } catch (IOException failure) {
      if (seen != log) {
        return false; // Closed meanwhile, as above.
      }
      throw failure;
    }
  }

  /** Reads what has come; false if it looks like more than an append under way. */
  private boolean readOn() throws IOException {
    following.lock();
    try {
      return writing || !advance(false).isMoreThanUnfinished();
    } finally {
      following.unlock();
    }
  }

  /** Looks at what may be damage while nobody writes. */
  private void lookAgain() throws IOException {
    lock.acquire();
    try {
      catchUp(true);
    } finally {
      lock.release();
    }
  }

  /**
   * Reads all there is, under the store's lock; cuts what is torn, and completes what can be.
   *
   * @param thoroughly as {@link OpenLog#advance}
   */
  void catchUp(boolean thoroughly) throws IOException {
    following.lock();
    try {
      Tail tail = advance(thoroughly);
      if (tail.isDamaged()) {
        // What was read before may have been taken back since, and other frames be in its place.
        tail = reopen();
      }
      if (tail.kind() == Tail.Kind.RESTORABLE) {
        appender.restore(log, tail);
        warnings.accept("The log " + path + " was completed " + tail + ".");
        tail = advance(true);
      }
      if (tail.isMoreThanUnfinished()) {
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
  OpenLog beginWriting() throws IOException {
    following.lock();
    try {
      catchUp(false);
      writing = true;
      return log;
    } finally {
      following.unlock();
    }
  }

  /** What was written is done, and readers read on. */
  void endWriting() {
    writing = false;
  }

  /** Goes on with another file, which was put in the place of the one that is open. */
  void takeOver(OpenLog successor) throws IOException {
    following.lock();
    try {
      OpenLog before = log;
      log = successor;
      before.close();
    } finally {
      following.unlock();
    }
  }

  private Tail advance(boolean thoroughly) throws IOException {
    if (thoroughly) {
      lookout.look();
    }
    if (!lookout.sees(log) || !log.isStillThere()) {
      return reopen();
    }
    Tail tail = log.advance(thoroughly);
    // Among what has come may be word that another file takes this one's place.
    return lookout.sees(log) ? tail : reopen();
  }

  /** Reads the file that is there now from its beginning; it is taken over unless damaged. */
  private Tail reopen() throws IOException {
    OpenLog successor = OpenLog.open(disk, path, true, macKeys);
    boolean taken = false;
    try {
      Tail tail = successor.advance(true);
      if (!tail.isDamaged()) {
        taken = true;
        takeOver(successor);
      }
      return tail;
    } finally {
      if (!taken) {
        successor.close();
      }
    }
  }

  /** The log as it was last seen. */
  OpenLog current() {
    return log;
  }

  /** What was cut as torn since the log was opened. */
  List<Tail> cuts() {
    return List.copyOf(cuts);
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
