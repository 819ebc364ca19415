package dev.coffer.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Syncs the database for everybody who has committed: one sync that begins after several commits is
 * theirs together.
 *
 * <p>A failed sync is final. The operating system may have dropped the pages that it could not
 * write, so that the next sync succeeds without them (the lesson of PostgreSQL's "fsyncgate",
 * 2018); nothing is acknowledged any more until the database is opened anew.
 */
final class GroupSync {

  private final Dialect dialect;
  private final Sync sync;

  /** The number of commits that have asked for a sync. */
  private final AtomicLong asked = new AtomicLong();

  private final ReentrantLock turn = new ReentrantLock();

  /** The commits up to this one are on disk; guarded by {@link #turn}. */
  private long synced;

  private volatile boolean failed;

  /** What makes one sync on a connection. */
  interface Sync {
    void run(Connection connection) throws SQLException;
  }

  GroupSync(Dialect dialect) {
    this(dialect, dialect::sync);
  }

  GroupSync(Dialect dialect, Sync sync) {
    this.dialect = dialect;
    this.sync = sync;
  }

  /** How many commits wait behind the sync that is running. */
  int waiting() {
    return turn.getQueueLength();
  }

  /** Whether a sync has failed, so that nothing more may be written. */
  boolean hasFailed() {
    return failed;
  }

  /** Returns when everything that was committed before the call is on disk. */
  void sync(Connection connection) throws SQLException {
    long mine = asked.incrementAndGet();
    turn.lock();
    try {
      if (failed) {
        throw new SQLException("An earlier sync failed.");
      }
      if (synced >= mine) {
        return;
      }
      long covered = asked.get();
      sync.run(connection);
      synced = covered;
    } catch (SQLException failure) {
      // A connection that broke says nothing about the disk of the server behind it.
      failed |= dialect.diagnose(failure) != Dialect.Diagnosis.NO_CONNECTION;
      throw failure;
    } finally {
      turn.unlock();
    }
  }
}
