package dev.coffer.storage.file;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.OutcomeUnknownException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends frames durably, and refuses to for ever after a failure that it could not undo. Its
 * caller holds the store's lock.
 */
final class LogAppender {

  private final String unsynced;
  private final String notTakenBack;
  private final String unnamed;

  /** Why nothing more is written; null while all is well. */
  private volatile @Nullable String refusal;

  LogAppender(Path path) {
    this.unsynced = "The log " + path + " could not be synced.";
    this.notTakenBack = "An append to the log " + path + " failed, and could not be taken back.";
    this.unnamed =
        "A new file took the place of the log " + path + ", and its directory could not be synced.";
  }

  void requireSound() {
    String reason = refusal;
    if (reason != null) {
      throw new StorageUnavailableException(
          reason + " Nothing more is written by this storage: look into the disk, then open the"
              + " storage anew.",
          null);
    }
  }

  /** Puts the changes behind all others; they are on disk on return. */
  void append(OpenLog log, List<Change> changes) {
    requireSound();
    Frame frame = log.next(changes);
    if (frame.head().bodyLength() > FrameHead.MAX_BODY) {
      throw new IllegalArgumentException("A batch has at most " + FrameHead.MAX_BODY
          + " bytes when it is sealed, this one " + frame.head().bodyLength() + ".");
    }
    try {
      log.file().write(log.end(), frame.toBytes());
    } catch (IOException failure) {
      takeBack(log, failure);
      throw new StorageUnavailableException(
          "The log " + log.file().path() + " could not be written ("
              + failure.getClass().getSimpleName() + "); nothing was changed. Is the disk full?",
          failure);
    }
    try {
      sync(log);
    } catch (IOException failure) {
      throw new OutcomeUnknownException(unsynced, failure);
    }
    log.appended(frame);
  }

  /** Makes sure that what was read is on disk too, as where its writer died before its own sync. */
  void settle(OpenLog log) {
    requireSound();
    if (!log.isSynced()) {
      syncNothingNew(log);
    }
  }

  /** Cuts what an append left behind that was not finished. */
  void cut(OpenLog log, Tail torn) throws IOException {
    requireSound();
    log.file().truncate(torn.offset());
    // On disk before the next append: its sectors and the old ones must never meet in one frame.
    syncNothingNew(log);
  }

  /**
   * Puts a draft that is on disk in the place of the log.
   *
   * @throws IOException if it could not be; the draft is gone and nothing has changed
   */
  void replace(Disk disk, Path draft, Path log) throws IOException {
    requireSound();
    try {
      disk.replace(draft, log);
    } catch (IOException failure) {
      Drafts.remove(draft, failure);
      throw failure;
    }
    try {
      disk.syncDirectoryOf(log);
    } catch (IOException failure) {
      // Either file may be there after a loss of power: what is written now could be in neither.
      refusal = unnamed;
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
      refusal = notTakenBack;
      throw new OutcomeUnknownException(notTakenBack, failure);
    }
  }

  private void sync(OpenLog log) throws IOException {
    try {
      log.file().sync();
    } catch (IOException failure) {
      refusal = unsynced;
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
