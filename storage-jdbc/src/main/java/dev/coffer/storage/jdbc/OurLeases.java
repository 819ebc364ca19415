package dev.coffer.storage.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Connections of our own pool. It gives up waiting for one when its caller is interrupted; then it
 * is asked again, and the flag is set afterwards.
 */
final class OurLeases implements Transactions.Leases {

  private final DataSource pool;
  private final Duration patience;

  /** Of a pool that waits for a connection with this patience, and no longer if interrupted. */
  OurLeases(DataSource pool, Duration patience) {
    this.pool = pool;
    this.patience = patience;
  }

  @Override
  public Lease take() throws SQLException {
    boolean interrupted = false;
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (true) {
        try {
          return Lease.ofOurs(pool);
        } catch (SQLException failure) {
          boolean inTheWay = Thread.interrupted();
          interrupted |= inTheWay;
          if (!inTheWay || System.nanoTime() > deadline) {
            throw failure;
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public Lease takeForOne() throws SQLException {
    return take();
  }
}
