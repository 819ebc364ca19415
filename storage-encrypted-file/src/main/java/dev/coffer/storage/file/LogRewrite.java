package dev.coffer.storage.file;

import dev.coffer.storage.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Puts a new file in a log's place, with the same records, sealed as they are: without what is
 * dead, or behind another keyring. Others read and write meanwhile; they are held up only for what
 * came last, and for the swap.
 *
 * <p>Whoever rewrites holds the lock of the rewriting, a second file beside the log, from beginning
 * to end, and the store's lock for the last stretch. Until the rename nothing has happened but that
 * there is a draft; what a process that died has left of one is removed by the next that rewrites.
 */
final class LogRewrite {

  /** What may be left for the last stretch, and how often less is tried for. */
  private static final int LAST_STRETCH = 1 << 16;

  private static final int MAX_ROUNDS = 16;

  private final Disk disk;
  private final Path path;
  private final Function<byte[], byte[]> macKeys;
  private final StoreLock lock;
  private final LogFollower follower;
  private final LogAppender appender;
  private final SecureRandom random = new SecureRandom();

  LogRewrite(
      Disk disk,
      Path path,
      Function<byte[], byte[]> macKeys,
      StoreLock lock,
      LogFollower follower,
      LogAppender appender) {
    this.disk = disk;
    this.path = path;
    this.macKeys = macKeys;
    this.lock = lock;
    this.follower = follower;
    this.appender = appender;
  }

  /**
   * Rewrites the log.
   *
   * @param keyrings the keyring of the new file, from that of the old one; asked anew where
   *     somebody else has put another file there meanwhile
   * @param timeout how long to wait for others that rewrite
   * @throws StorageUnavailableException if it cannot be done; nothing has changed
   * @throws dev.coffer.storage.spi.OutcomeUnknownException if it is not known which file has the
   *     name
   */
  void run(Function<byte[], byte[]> keyrings, Duration timeout, Progress progress) {
    try (StoreLock turn = StoreLock.of(turnOf(path), timeout)) {
      turn.acquire();
      untilDone(turn, keyrings, progress, () -> false);
    }
  }

  /**
   * Rewrites the log with the keyring that it has, unless somebody does already.
   *
   * @param cancelled whether to stop; then nothing has changed
   * @return false if it was cancelled, or somebody does already
   * @throws RuntimeException as {@link #run}
   */
  boolean runUnlessUnderWay(BooleanSupplier cancelled) {
    try (StoreLock turn = StoreLock.of(turnOf(path), Duration.ZERO)) {
      return turn.acquireIfFree() && untilDone(turn, keyring -> keyring, Progress.NONE, cancelled);
    }
  }

  private boolean untilDone(
      StoreLock turn,
      Function<byte[], byte[]> keyrings,
      Progress progress,
      BooleanSupplier cancelled) {
    try {
      removeOrphans();
      boolean done = false;
      while (!done && !cancelled.getAsBoolean()) {
        done = attempt(keyrings, progress, cancelled);
      }
      return done;
    } catch (IOException failure) {
      throw new StorageUnavailableException(
          "The log " + path + " could not be written anew ("
              + failure.getClass().getSimpleName() + "); nothing was changed. Is the disk full?",
          failure);
    } finally {
      turn.release();
    }
  }

  /** What the lock of the rewriting is named after. */
  static Path turnOf(Path log) {
    return log.resolveSibling(log.getFileName() + ".rewrite");
  }

  private void removeOrphans() throws IOException {
    for (Path draft : Drafts.beside(path)) {
      Files.deleteIfExists(draft);
    }
  }

  private boolean attempt(
      Function<byte[], byte[]> keyrings, Progress progress, BooleanSupplier cancelled)
      throws IOException {
    OpenLog source = follower.upToDate();
    byte[] keyring = keyrings.apply(source.header().keyring());
    DraftLog draft = DraftLog.create(disk, path, keyring, macKeys, random);
    boolean swapped = false;
    try (draft) {
      LogCopy copy = LogCopy.of(source, draft, (done, total) -> {
        progress.at(done, total);
        if (cancelled.getAsBoolean()) {
          throw new CancelledException();
        }
      });
      for (int i = 0; i < MAX_ROUNDS && copy.behind() > LAST_STRETCH; i++) {
        copy.catchUp();
        follower.upToDate();
      }
      draft.sync();
      swapped = finish(source, copy, draft);
      return swapped;
    } catch (CancelledException asked) {
      return false;
    } catch (IOException failure) {
      if (source == follower.upToDate()) {
        throw failure;
      }
      return false; // It was closed meanwhile: somebody has put another file there.
    } finally {
      if (!swapped) {
        Files.deleteIfExists(draft.path());
      }
    }
  }

  /** Copies what came last, and swaps; false if another file is there now. */
  private boolean finish(OpenLog source, LogCopy copy, DraftLog draft) throws IOException {
    lock.acquire();
    try {
      if (follower.beginWriting() != source) {
        return false;
      }
      copy.catchUp();
      draft.sync();
      draft.close(); // Where open files have no other name (Windows).
      boolean announced = announce(source);
      disk.replace(draft.path(), path);
      if (!announced) {
        // All have looked for themselves before anything more is written.
        Pause.of(Lookout.LOOK_AFTER.multipliedBy(2));
      }
      appender.syncName(disk, path, draft.log().identity());
      follower.takeOver(draft.log().reopened(disk.open(path, true)));
      return true;
    } finally {
      follower.endWriting();
      lock.release();
    }
  }

  /** Tells all who have the source open; false if there is no room to. */
  private boolean announce(OpenLog source) {
    try {
      appender.announceMove(source);
      return true;
    } catch (IOException | StorageUnavailableException full) {
      return false;
    }
  }

  private static final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
