package dev.coffer.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * One connection that a data source lends again and again, as one does that is bound to a
 * transaction.
 */
final class LentConnection implements AutoCloseable {

  private final Connection connection;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger returned = new AtomicInteger();

  LentConnection(DataSource source) throws SQLException {
    this.connection = source.getConnection();
  }

  Connection connection() {
    return connection;
  }

  DataSource source() {
    return Fakes.over(DataSource.class, null, (method, call) -> {
      taken.incrementAndGet();
      return Fakes.over(Connection.class, connection, this::keepOpen);
    });
  }

  private Object keepOpen(String method, Fakes.Call call) throws Throwable {
    if (method.equals("close")) {
      returned.incrementAndGet();
      return null;
    }
    return call.run();
  }

  int taken() {
    return taken.get();
  }

  int returned() {
    return returned.get();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
