package dev.coffer.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A data source whose connections do not tell their URL, for Flyway, which logs it. */
final class QuietDataSource extends AbstractDataSource {

  private final DataSource source;

  QuietDataSource(DataSource source) {
    this.source = source;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return QuietConnection.of(Lease.connect(source));
  }
}
