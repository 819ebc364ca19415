package dev.coffer.storage.file;

import dev.coffer.storage.StorageUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lock that a store's writers hold, one at a time among all threads of all processes: the
 * operating system's lock on a file beside the log, which is made once, stays empty, and is never
 * deleted or replaced.
 *
 * <p>POSIX drops every lock that a process has on a file as soon as the process closes any
 * descriptor of it. So within a JVM, a channel of the lock file is closed only while nobody there
 * holds the lock, and locking, releasing and closing happen under a monitor that the whole JVM
 * shares, whatever class loaders Coffer was loaded by: that of an interned string. Who holds the
 * lock in the JVM is known to the JVM's own table of file locks, by
 * {@link OverlappingFileLockException}. A channel that cannot be closed yet goes to
 * {@link LingeringChannels}, out of the reach of the garbage collector. Decision record 0021 has
 * the alternatives.
 *
 * <p>Thread-safe. Not reentrant. Interrupts are put off while a thread waits.
 */
final class StoreLock implements AutoCloseable {

  /** How long a waiter sleeps before it tries again, while another process has the lock. */
  private static final long FIRST_NAP = 1;

  private static final long LONGEST_NAP = 8;

  /** A release in this JVM wakes its waiters; this is for one that died without. */
  private static final long LONGEST_WAIT = 1_000;

  private final Path file;
  private final Duration timeout;
  private final String monitor;

  /** Guarded by the monitor, as are the other two. */
  private @Nullable FileChannel channel;

  private @Nullable FileLock held;

  /** The threads that wait for the lock by this object, or hold it. */
  private int users;

  private StoreLock(Path file, Duration timeout, String monitor) {
    this.file = file;
    this.timeout = timeout;
    this.monitor = monitor;
  }

  /**
   * The lock of the log at {@code log}, its real path; makes the lock file.
   *
   * @param timeout how long {@link #acquire} waits
   */
  static StoreLock of(Path log, Duration timeout) {
    Path file = fileOf(log);
    try {
      try {
        LocalDisk.createForOwner(file);
      } catch (FileAlreadyExistsException there) {
        // As it is from the second time on.
      }
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      Object name = key != null ? key : file.toRealPath();
      return new StoreLock(file, timeout, ("dev.coffer.storage.file.lock " + name).intern());
    } catch (IOException failure) {
      throw unusable(file, failure);
    }
  }

  /** How long {@link #acquire} waits. */
  Duration timeout() {
    return timeout;
  }

  static Path fileOf(Path log) {
    return log.resolveSibling(log.getFileName() + ".lock");
  }

  /**
   * Waits for the lock.
   *
   * @throws StorageUnavailableException if it is not to be had in time
   */
  void acquire() {
    boolean interrupted = false;
    synchronized (monitor) {
      users++;
      boolean acquired = false;
      try {
        long deadline = System.nanoTime() + timeout.toNanos();
        long nap = FIRST_NAP;
        while (!acquired) {
          Attempt attempt = attempt();
          acquired = attempt == Attempt.ACQUIRED;
          long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
          if (!acquired && left <= 0) {
            throw timedOut(attempt);
          }
          if (!acquired) {
            boolean here = attempt == Attempt.HELD_IN_THIS_JVM;
            interrupted |= pause(Math.min(left, here ? LONGEST_WAIT : nap));
            nap = Math.min(LONGEST_NAP, 2 * nap);
          }
        }
      } catch (IOException failure) {
        throw unusable(file, failure);
      } finally {
        if (!acquired) {
          leave();
        }
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /** Takes the lock, if nobody has it. */
  boolean acquireIfFree() {
    synchronized (monitor) {
      users++;
      boolean acquired = false;
      try {
        acquired = attempt() == Attempt.ACQUIRED;
        return acquired;
      } catch (IOException failure) {
        throw unusable(file, failure);
      } finally {
        if (!acquired) {
          leave();
        }
      }
    }
  }

  private enum Attempt {
    ACQUIRED,
    HELD_IN_THIS_JVM,
    HELD_BY_ANOTHER_PROCESS
  }

  private Attempt attempt() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      FileChannel left = LingeringChannels.take(monitor);
      open = left != null ? left : FileChannel.open(file, StandardOpenOption.WRITE);
      channel = open;
    }
    try {
      // Unlike lock(), this is not hurt by an interrupt.
      held = open.tryLock();
      return held != null ? Attempt.ACQUIRED : Attempt.HELD_BY_ANOTHER_PROCESS;
    } catch (OverlappingFileLockException here) {
      return Attempt.HELD_IN_THIS_JVM;
    }
  }

  /** Lets others have the monitor for a while; true if the thread was interrupted. */
  private boolean pause(long millis) {
    try {
      monitor.wait(Math.max(1, millis));
      return false;
    } catch (InterruptedException putOff) {
      return true;
    }
  }

  /** Gives the lock back. */
  void release() {
    synchronized (monitor) {
      FileLock lock = held;
      held = null;
      try {
        if (lock != null) {
          lock.release();
        }
      } catch (IOException failure) {
        throw unusable(file, failure);
      } finally {
        leave();
        monitor.notifyAll();
      }
    }
  }

  private void leave() {
    users--;
    close();
  }

  /**
   * Lets go of the channel, if it has no user; it is closed when that takes the lock from nobody.
   */
  @Override
  public void close() {
    synchronized (monitor) {
      FileChannel open = channel;
      if (users > 0 || open == null) {
        return;
      }
      channel = null;
      try {
        if (!closeIfSafe(open)) {
          LingeringChannels.add(monitor, open);
        }
      } catch (IOException failure) {
        throw unusable(file, failure);
      }
    }
  }

  /**
   * Closes a channel of a lock file, unless that would take the lock from its holder in this JVM.
   * The caller has the monitor.
   */
  static boolean closeIfSafe(FileChannel channel) throws IOException {
    try {
      // Does not throw where nobody in this JVM holds the lock.
      FileLock probe = channel.tryLock();
      if (probe != null) {
        probe.release();
      }
    } catch (OverlappingFileLockException heldByAnother) {
      return false;
    }
    channel.close();
    return true;
  }

  private StorageUnavailableException timedOut(Attempt last) {
    String holder = last == Attempt.HELD_IN_THIS_JVM ? "this process" : "another process";
    return new StorageUnavailableException(
        "The lock " + file + " was not to be had within " + timeout.toMillis() + " ms: "
            + holder + " is writing to the store, or hangs while it does. Find it (lsof, or the"
            + " system's list of locks), or wait longer with the option 'lock-timeout'. Do not"
            + " delete the lock file.",
        null);
  }

  private static StorageUnavailableException unusable(Path file, IOException failure) {
    return new StorageUnavailableException(
        "The lock file " + file + " cannot be used (" + failure.getClass().getSimpleName()
            + "): whoever writes to the store must be able to write to it.",
        failure);
  }
}
