package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageException;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.UnreadableStoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/**
 * The tables of Coffer in a database, and their version, which Flyway keeps in a history table of
 * Coffer's own. Flyway is called only where there is something to be made.
 */
final class Schema {

  /** Not Flyway's default, so that the application's own migrations are never met. */
  static final String HISTORY = "coffer_schema_history";

  /**
   * What Flyway notes as done in a schema in which the application has tables; below every version.
   */
  private static final String BASELINE = "0";

  private final Dialect dialect;
  private final SchemaScripts scripts;

  Schema(Dialect dialect) {
    this.dialect = dialect;
    this.scripts = new SchemaScripts(dialect.schemaFolder());
  }

  /** Whether the tables are there, in any version. */
  boolean exists(Connection connection) throws SQLException {
    return version(connection) > 0;
  }

  /** Whether the tables are there as this release needs them. */
  boolean isCurrent(Connection connection) throws SQLException {
    int version = version(connection);
    if (version > scripts.latest()) {
      throw new UnreadableStoreException(
          "The tables have version "
              + version
              + ", this release of Coffer knows versions up to "
              + scripts.latest()
              + ": use the newer release.",
          null);
    }
    return version == scripts.latest();
  }

  /** Makes the tables, or brings them to the present version. Several may do it at once. */
  void migrate(DataSource source) {
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(new QuietDataSource(source))
          .table(HISTORY)
          .baselineOnMigrate(true)
          .baselineVersion(BASELINE)
          .createSchemas(false)
          .placeholderReplacement(false)
          .resourceProvider(scripts)
          .javaMigrationClassProvider(List::of)
          .load()
          .migrate();
    } catch (FlywayValidateException edited) {
      throw new UnreadableStoreException(
          "The history of the tables, in " + HISTORY + ", is not that of this release of Coffer.",
          Redaction.of(edited));
    } catch (FlywayException failure) {
      throw failed(failure);
    }
  }

  private StorageException failed(FlywayException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        return SqlFailures.opening((SQLException) cause, dialect);
      }
    }
    return new StorageUnavailableException(
        "The tables could not be made or brought up to date.", Redaction.of(failure));
  }

  /** The highest version that the history holds; 0 for no tables. */
  private int version(Connection connection) throws SQLException {
    if (!hasHistory(connection)) {
      return 0;
    }
    int highest = 0;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT \"version\", \"success\" FROM \""
            + HISTORY
            + "\" WHERE \"version\" IS NOT NULL")) {
      while (row.next()) {
        if (!row.getBoolean(2)) {
          throw new UnreadableStoreException(
              "A migration of the tables failed half-way, as "
                  + HISTORY
                  + " tells: look into it, and remove its row there for another try.",
              null);
        }
        highest = Math.max(highest, number(row.getString(1)));
      }
    }
    return highest;
  }

  /** The names of versions to come are whole numbers too. */
  private static int number(String version) {
    try {
      return Integer.parseInt(version);
    } catch (NumberFormatException unknown) {
      throw new UnreadableStoreException(
          "The history of the tables, in " + HISTORY + ", is not one of Coffer's.",
          Redaction.of(unknown));
    }
  }

  private static boolean hasHistory(Connection connection) throws SQLException {
    String sql =
        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = ? AND table_name = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, connection.getSchema());
      statement.setString(2, HISTORY);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getInt(1) > 0;
      }
    }
  }
}
