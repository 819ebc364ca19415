package dev.coffer.storage.file;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.OutcomeUnknownException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Appends frames durably, and refuses to go on with a file after a failure that it could not undo.
 * Its caller holds the store's lock.
 */
final class LogAppender {

  /** From so many appends on it pays to write room for more: one that comes once needs none. */
  private static final int APPENDS_BEFORE_ROOM = 16;

  /** How much room is made at a time, of zeros. To overwrite is faster to sync than to grow. */
  static final int ROOM = 1 << 19;

  private final Path path;
  private final String unsynced;
  private final String notTakenBack;
  private final String unnamed;
  private int appends;

  /**
   * Up to where the file of an identity has room. Others may have cut it since, which costs time
   * and nothing else; to ask for the length each time would cost more (see {@link LogFollower}).
   */
  private long roomEnd;

  private @Nullable Object roomOf;

  /** Why nothing more is written, and to which file; null while all is well. */
  private volatile @Nullable Refusal refusal;

  private static final class Refusal {
    private final String reason;
    private final Object identity;

    private Refusal(String reason, Object identity) {
      this.reason = reason;
      this.identity = identity;
    }
  }

  LogAppender(Path path) {
    this.path = path;
    this.unsynced = "The log " + path + " could not be synced.";
    this.notTakenBack = "An append to the log " + path + " failed, and could not be taken back.";
    this.unnamed =
        "A new file took the place of the log " + path + ", and its directory could not be synced.";
  }

  /** Whether there was a failure, so that the file in the log's place has to be looked at. */
  boolean mayRefuse() {
    return refusal != null;
  }

  /** Throws if nothing more is written to the file of this identity. */
  void requireSound(Object identity) {
    Refusal last = refusal;
    if (last != null && last.identity.equals(identity)) {
      throw new StorageUnavailableException(
          last.reason + " Nothing more is written to this file by this storage: look into the disk,"
              + " then compact the log, which is a new file.",
          null);
    }
  }

  /** Puts a frame with this body behind all others; it is on disk on return. */
  void append(OpenLog log, byte[] body) {
    settle(log); // At most one frame is not yet on disk.
    Frame frame = log.next(FrameHead.BATCH, body);
    try {
      write(log, frame.toBytes());
    } catch (IOException failure) {
      takeBack(log, failure);
      throw unwritten(failure);
    }
    try {
      sync(log);
    } catch (IOException failure) {
      throw new OutcomeUnknownException(unsynced, failure);
    }
    log.appended(frame, true);
  }

  private void write(OpenLog log, byte[] frame) throws IOException {
    appends++;
    if (!log.identity().equals(roomOf)) {
      roomOf = log.identity();
      roomEnd = log.file().length();
    }
    boolean isRoom = log.end() + frame.length <= roomEnd;
    if (isRoom || appends < APPENDS_BEFORE_ROOM) {
      log.file().write(log.end(), frame);
      return;
    }
    try {
      log.file().write(log.end(), Arrays.copyOf(frame, frame.length + ROOM));
      roomEnd = log.end() + frame.length + ROOM;
    } catch (IOException full) {
      log.file().truncate(log.end());
      log.file().write(log.end(), frame);
    }
  }

  /**
   * Says in the log that another file is about to take its place, for those who have it open; that
   * need not be on disk, for a loss of power ends them all.
   */
  void announceMove(OpenLog log) throws IOException {
    settle(log); // As in append.
    Frame frame = log.next(FrameHead.MOVING, new byte[0]);
    try {
      log.file().write(log.end(), frame.toBytes());
    } catch (IOException failure) {
      takeBack(log, failure);
      throw failure;
    }
    log.appended(frame, false);
  }

  /**
   * Makes sure that what was read is on disk too, as where its writer died before its own sync. The
   * last frame is written again: a sync may have failed since it was written, in a process that is
   * gone, and the system then forgets what it could not write, goes on to show it, and reports the
   * next sync as done.
   */
  void settle(OpenLog log) {
    Optional<IOException> failure = trySettle(log);
    if (failure.isPresent()) {
      throw unwritten(failure.get());
    }
  }

  /** The same, but for a disk that takes no write: then it is left to the next one. */
  Optional<IOException> trySettle(OpenLog log) {
    requireSound(log.identity());
    if (!log.isSynced()) {
      try {
        byte[] last = log.lastFrame();
        log.file().write(log.end() - last.length, last);
      } catch (IOException failure) {
        return Optional.of(failure);
      }
      syncNothingNew(log);
    }
    return Optional.empty();
  }

  private StorageUnavailableException unwritten(IOException failure) {
    return new StorageUnavailableException(
        "The log " + path + " could not be written (" + failure.getClass().getSimpleName()
            + "); nothing was changed. Is the disk full?",
        failure);
  }

  /** Cuts what an append left behind that was not finished. */
  void cut(OpenLog log, Tail torn) throws IOException {
    requireSound(log.identity());
    log.file().truncate(torn.offset());
    // On disk before the next append: its sectors and the old ones must never meet in one frame.
    syncNothingNew(log);
  }

  /** Writes an append anew of which a few bytes are missing; it counts as read and not synced. */
  void restore(OpenLog log, Tail tail) throws IOException {
    requireSound(log.identity());
    log.file().write(tail.offset(), tail.frame().orElseThrow().toBytes());
  }

  /** Makes the name durable that a new file, of this identity, has taken over. */
  void syncName(Disk disk, Path log, Object identity) {
    try {
      disk.syncDirectoryOf(log);
    } catch (IOException failure) {
      // Either file may be there after a loss of power: what is written now could be in neither.
      refusal = new Refusal(unnamed, identity);
      throw new OutcomeUnknownException(unnamed, failure);
    }
  }

  private void syncNothingNew(OpenLog log) {
    try {
      sync(log);
    } catch (IOException failure) {
      throw new StorageUnavailableException(unsynced, failure);
    }
    log.synced();
  }

  private void takeBack(OpenLog log, IOException failure) {
    try {
      log.file().truncate(log.end());
      log.file().sync();
    } catch (IOException second) {
      failure.addSuppressed(second);
      refusal = new Refusal(notTakenBack, log.identity());
      throw new OutcomeUnknownException(notTakenBack, failure);
    }
  }

  private void sync(OpenLog log) throws IOException {
    try {
      log.file().sync();
    } catch (IOException failure) {
      refusal = new Refusal(unsynced, log.identity());
      // The system may have forgotten the frame, while it still shows it to whoever reads. It goes,
      // lest another process builds on what is not there.
      try {
        log.file().truncate(log.end());
      } catch (IOException second) {
        failure.addSuppressed(second);
      }
      throw failure;
    }
  }
}
