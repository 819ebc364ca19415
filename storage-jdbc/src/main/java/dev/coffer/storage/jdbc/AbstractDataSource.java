package dev.coffer.storage.jdbc;

import java.io.PrintWriter;
import java.io.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * The part of a {@link DataSource} that no data source of ours needs: there is one user, and no
 * log.
 */
abstract class AbstractDataSource implements DataSource {

  private volatile int loginTimeout;

  @Override
  public final Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("The data source has its own user.");
  }

  @Override
  public final PrintWriter getLogWriter() {
    return new PrintWriter(Writer.nullWriter());
  }

  @Override
  public final void setLogWriter(PrintWriter out) {}

  /** Kept, for HikariCP waits so long for connections under way when it is closed. */
  @Override
  public final void setLoginTimeout(int seconds) {
    loginTimeout = seconds;
  }

  @Override
  public final int getLoginTimeout() {
    return loginTimeout;
  }

  @Override
  public final Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("There is no log.");
  }

  @Override
  public final <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("This data source wraps no " + type.getName() + ".");
  }

  @Override
  public final boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  /** Pools log it. */
  @Override
  public final String toString() {
    return "a data source of Coffer";
  }
}
