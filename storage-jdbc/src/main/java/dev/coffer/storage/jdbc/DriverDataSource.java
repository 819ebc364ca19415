package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * A data source over a driver, a URL and a password, which keeps all of them to itself: pools log
 * their data sources and their failures.
 *
 * <p>Thread-safe.
 */
final class DriverDataSource extends AbstractDataSource {

  private final Driver driver;
  private final String url;
  private final Dialect dialect;
  private volatile Properties properties;

  private DriverDataSource(Driver driver, String url, Dialect dialect, Properties properties) {
    this.driver = driver;
    this.dialect = dialect;
    this.url = url;
    this.properties = properties;
  }

  /**
   * Over the driver that is found for the URL.
   *
   * @throws StorageConfigurationException if there is none
   */
  static DriverDataSource of(String url, Dialect dialect, StorageOptions options) {
    Properties properties = dialect.properties(
        url, options.get(StorageOptions.CREATE), options.get(JdbcProvider.CONNECTION_TIMEOUT));
    options.find(JdbcProvider.USER).ifPresent(user -> properties.setProperty("user", user));
    options
        .find(JdbcProvider.PASSWORD)
        .ifPresent(password -> properties.setProperty("password", password));
    return new DriverDataSource(
        driver(url, dialect, options.classLoader()), url, dialect, properties);
  }

  /** This one, over connections that give up a server that does not answer for so long. */
  DriverDataSource answeringWithin(Duration limit) {
    Properties limited = (Properties) properties.clone();
    limited.putAll(dialect.answeringWithin(url, limit));
    return new DriverDataSource(driver, url, dialect, limited);
  }

  private static Driver driver(String url, Dialect dialect, ClassLoader loader) {
    Iterator<Driver> drivers = ServiceLoader.load(Driver.class, loader).iterator();
    while (true) {
      try {
        if (!drivers.hasNext()) {
          throw new StorageConfigurationException(
              "There is no JDBC driver for the option 'url': put the database's driver on the class"
                  + " path or module path, "
                  + dialect.driver()
                  + " for "
                  + dialect.product()
                  + ".");
        }
        Driver driver = drivers.next();
        if (driver.acceptsURL(url)) {
          return driver;
        }
      } catch (SQLException | ServiceConfigurationError | LinkageError notThisOne) {
        // A broken driver of another database hides no good one.
      }
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      return QuietConnection.of(connect());
    } catch (SQLException failure) {
      throw Redaction.sqlException(failure);
    }
  }

  private Connection connect() throws SQLException {
    Properties given = (Properties) properties.clone();
    try {
      return connect(given);
    } catch (SQLException refused) {
      if (!dialect.mayDoWithout(given, refused)) {
        throw refused;
      }
      Connection connection = connect(given);
      properties = given;
      return connection;
    }
  }

  private Connection connect(Properties given) throws SQLException {
    Connection connection = driver.connect(url, (Properties) given.clone());
    if (connection == null) {
      throw new SQLException("The driver does not take its own URL.", "08001");
    }
    if (!connection.getAutoCommit()) {
      connection.setAutoCommit(true); // the URL may have turned it off
    }
    return connection;
  }
}
