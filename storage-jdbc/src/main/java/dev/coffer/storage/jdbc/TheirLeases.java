package dev.coffer.storage.jdbc;

import java.sql.SQLException;
import javax.sql.DataSource;

/** Connections of the application's data source, or of one of ours that is no pool. */
final class TheirLeases implements Transactions.Leases {

  private final DataSource source;
  private final Dialect dialect;

  TheirLeases(DataSource source, Dialect dialect) {
    this.source = source;
    this.dialect = dialect;
  }

  @Override
  public Lease take() throws SQLException {
    return Lease.ofTheirs(source, dialect);
  }

  @Override
  public Lease takeForOne() throws SQLException {
    return Lease.ofTheirsForOne(source, dialect);
  }
}
