package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.UnreadableStoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;

/**
 * The tables of Coffer in a database, and their version, which Flyway keeps in a history table of
 * Coffer's own. Flyway is called only where there is something to be made.
 */
final class Schema {

  /**
   * What Flyway notes as done in a schema in which the application has tables; below every version.
   */
  private static final String BASELINE = "0";

  private final Dialect dialect;
  private final Tables tables;
  private final SchemaScripts scripts;

  Schema(Dialect dialect, Tables tables) {
    this.dialect = dialect;
    this.tables = tables;
    this.scripts = new SchemaScripts(dialect.schemaFolder(), tables.prefix());
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
      FluentConfiguration flyway = Flyway.configure(Schema.class.getClassLoader());
      tables.schema().ifPresent(flyway::defaultSchema);
      flyway
          .dataSource(new QuietDataSource(source))
          .table(tables.history())
          .baselineOnMigrate(true)
          .baselineVersion(BASELINE)
          .createSchemas(false)
          .placeholderReplacement(false)
          .resourceProvider(scripts)
          .javaMigrationClassProvider(List::of)
          .load()
          .migrate();
    } catch (FlywayValidateException edited) {
      throw ofASnapshot(Redaction.of(edited));
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
        ResultSet row = statement.executeQuery(history())) {
      while (row.next()) {
        if (!row.getBoolean(2)) {
          throw new UnreadableStoreException(
              "A migration of the tables failed half-way, as "
                  + tables.history()
                  + " tells: look into it, and remove its row there for another try.",
              null);
        }
        int version = number(row.getString(1));
        int checksum = row.getInt(3);
        if (!row.wasNull() && !scripts.has(version, checksum)) {
          throw ofASnapshot(null);
        }
        highest = Math.max(highest, version);
      }
    }
    return highest;
  }

  /** Before the first release the scripts were edited in place. */
  private UnreadableStoreException ofASnapshot(@Nullable RuntimeException cause) {
    return new UnreadableStoreException(
        "The tables were made by another script of the same version, as " + tables.history()
            + " tells: by a snapshot before the first release, or by hand. Make the store anew, with"
            + " another 'table-prefix', and copy this one into it ('coffer copy', this one opened"
            + " with tables=none).",
        cause);
  }

  /** The names of versions to come are whole numbers too. */
  private int number(String version) {
    try {
      return Integer.parseInt(version);
    } catch (NumberFormatException unknown) {
      throw new UnreadableStoreException(
          "The history of the tables, in " + tables.history() + ", is not one of Coffer's.",
          Redaction.of(unknown));
    }
  }

  private String history() {
    String version = dialect.quoted("version");
    return "SELECT " + version + ", " + dialect.quoted("success") + ", "
        + dialect.quoted("checksum") + " FROM "
        + tables.schema().map(schema -> schema + ".").orElse("")
        + dialect.quoted(tables.history())
        + " WHERE " + version + " IS NOT NULL";
  }

  private boolean hasHistory(Connection connection) throws SQLException {
    String sql = "SELECT COUNT(*) FROM information_schema.tables"
        + " WHERE LOWER(table_schema) = LOWER(?) AND table_name = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, place(connection));
      statement.setString(2, tables.history());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getInt(1) > 0;
      }
    }
  }

  /** The schema that the tables lie in, or belong in. */
  String place(Connection connection) throws SQLException {
    Optional<String> place =
        tables.schema().isPresent() ? tables.schema() : dialect.schema(connection);
    return place.orElseThrow(() -> new StorageConfigurationException(
        "The connection leads to no schema for the tables: name one in the URL, or by the option"
            + " 'schema'."));
  }
}
