package dev.coffer.storage.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * One connection that a data source lends again and again, to one user at a time: while it is out,
 * others get one of their own.
 */
final class LentConnection implements AutoCloseable {

  private final DataSource real;
  private final Connection connection;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger returned = new AtomicInteger();

  LentConnection(DataSource source) throws SQLException {
    this.real = source;
    this.connection = source.getConnection();
  }

  Connection connection() {
    return connection;
  }

  DataSource source() {
    return Fakes.over(DataSource.class, real, (method, call) -> {
      if (taken.get() > returned.get()) {
        return call.run();
      }
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
