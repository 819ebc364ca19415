package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Commits with a sync behind it, one at a time: at any moment one commit at most is not on disk
 * yet.
 *
 * <p>Several at once could share a sync, but H2 may write over space that the last but one of its
 * saved states gave up. If that state is not on disk, a power cut in between takes the older state
 * with it (decision 0031).
 *
 * <p>A sync that did not come about, for it was cancelled or the connection broke, is made up for
 * before anything else is committed.
 *
 * <p>A failed sync is final. The operating system may have dropped the pages that it could not
 * write, so that the next sync succeeds without them; nothing is written any more until the
 * database is opened anew.
 */
final class DurableCommit {

  private final Dialect dialect;
  private final boolean ours;
  private final ReentrantLock turn = new ReentrantLock();

  /** Guarded by {@link #turn}. */
  private boolean failed;

  /** Whether a commit has not been synced. Guarded by {@link #turn}. */
  private boolean behind;

  /** For a database that the options name by URL if it is {@code ours}, whose settings we keep. */
  DurableCommit(Dialect dialect, boolean ours) {
    this.dialect = dialect;
    this.ours = ours;
  }

  /**
   * Commits, and returns when that is on disk.
   *
   * @throws SQLException if it may or may not be
   * @throws StorageUnavailableException if it was not committed, since an earlier sync failed
   */
  void commit(Lease lease) throws SQLException {
    turn.lock();
    try {
      if (failed) {
        throw new StorageUnavailableException(
            "An earlier sync to disk failed, so that what is written may be lost: look at the disk,"
                + " and open the storage anew. Nothing was changed.",
            null);
      }
      catchUp(lease.connection());
      behind = true; // a commit that fails may have been made
      lease.commit();
      sync(lease.connection());
    } finally {
      turn.unlock();
    }
  }

  private void catchUp(Connection connection) {
    if (behind) {
      try {
        sync(connection);
      } catch (SQLException failure) {
        throw SqlFailures.writing(failure, dialect);
      }
    }
  }

  private void sync(Connection connection) throws SQLException {
    try {
      if (ours) {
        dialect.keepDurable(connection);
      }
      dialect.sync(connection);
      behind = false;
    } catch (SQLException failure) {
      failed = switch (dialect.diagnose(failure)) {
        // They say nothing about the disk.
        case NO_CONNECTION, CANCELLED, LOCKED, ROLLED_BACK -> false;
        default -> true;
      };
      throw failure;
    }
  }
}
