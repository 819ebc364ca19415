package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What differs from one database to the next; what does not is in {@link RecordTable},
 * {@link RecordRange} and {@link StoreTable}.
 *
 * <p>Immutable and thread-safe.
 */
abstract class Dialect {

  /** The kinds of database whose name in a URL is no secret, supported or not. */
  private static final Pattern KNOWN = Pattern.compile(
      "jdbc:(oracle|sqlserver|db2|derby|hsqldb|sqlite|cockroachdb)\\b.*", Pattern.DOTALL);

  /** How URLs of the databases begin that are supported, for messages. */
  static final String SUPPORTED = "jdbc:h2:, jdbc:postgresql:, jdbc:mariadb: or jdbc:mysql:";

  /**
   * The dialect of the database at the other end, by what it says it is.
   *
   * @throws StorageConfigurationException if there is none for it
   */
  static Dialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return switch (product) {
      case "H2" -> new H2Dialect();
      case "PostgreSQL" -> new PostgresDialect();
      case "MariaDB" -> new MariaDbDialect();
      case "MySQL" -> new MySqlDialect();
      default ->
        throw new StorageConfigurationException(
            "The connection leads to a database of the kind '" + product
                + "'; this release supports H2, PostgreSQL and what speaks its protocol, MariaDB and"
                + " MySQL.");
    };
  }

  /**
   * The dialect for a URL, or empty if it is of no database that is supported. What is behind it
   * may be another one: MariaDB's driver connects to MySQL too, and the other way round.
   */
  static Optional<Dialect> of(String url) {
    if (url.startsWith("jdbc:h2:")) {
      return Optional.of(new H2Dialect());
    }
    if (url.startsWith("jdbc:postgresql:")) {
      return Optional.of(new PostgresDialect());
    }
    if (url.startsWith("jdbc:mariadb:")) {
      return Optional.of(new MariaDbDialect());
    }
    return url.startsWith("jdbc:mysql:") ? Optional.of(new MySqlDialect()) : Optional.empty();
  }

  /** What to say of a URL that no dialect is for, without a word of what it says. */
  static String unsupported(String url) {
    Matcher known = KNOWN.matcher(url);
    return "The option 'url' names "
        + (known.matches()
            ? "a database of the kind '" + known.group(1) + "'"
            : "no known database")
        + "; this release supports URLs that begin with "
        + SUPPORTED
        + ".";
  }

  /** The name of the database product. */
  abstract String product();

  /** The folder of the schema's scripts, beside this class. */
  abstract String schemaFolder();

  /** The driver to put on the class path, for messages. */
  abstract String driver();

  /**
   * Whether a server carries out each statement by itself: a single one needs no transaction around
   * it, drivers bear interrupts, and what is committed is on disk if the server is set so.
   */
  abstract boolean isServer();

  /** A name with quotes around it, where its case has to stay as it is. */
  String quoted(String name) {
    return '"' + name + '"';
  }

  /** The schema that unqualified names are looked up in; empty where there is none. */
  Optional<String> schema(Connection connection) throws SQLException {
    return Optional.ofNullable(connection.getSchema());
  }

  /** How the records of a store are put. */
  abstract RecordPut put(byte[] storeId, Tables tables);

  /** Sets a parameter to what nobody is to find in a driver's log, at whatever level it is. */
  void bindContent(PreparedStatement statement, int parameter, byte[] content) throws SQLException {
    statement.setBytes(parameter, content);
  }

  /**
   * What makes an {@code INSERT} do nothing where the row is there; nothing, where it fails with
   * {@link Diagnosis#DUPLICATE_KEY} and the transaction goes on.
   */
  abstract String unlessThere();

  /** The end of a query that answers at most as many rows as a parameter says. */
  abstract String limit();

  /**
   * The last condition of a query for records, by which it is answered from the tables, and by no
   * answer that was kept; empty where none is kept.
   */
  String answeredAnew() {
    return "";
  }

  /** What has a query go by an index, behind its table; empty where it needs no word. */
  String byIndex(String index) {
    return "";
  }

  /**
   * The beginning of a deletion up to its condition, which goes by the primary key whatever the
   * database takes the table for.
   */
  String deleteFrom(String table) {
    return "DELETE FROM " + table;
  }

  /**
   * How many rows a purge removes by one statement at most. Of more, a server that knows nothing of
   * its table looks at all rows rather than at these.
   */
  int rowsPerPurge() {
    return 128;
  }

  /** The end of a query that answers the one row behind as many as a parameter says. */
  abstract String oneBehind();

  /**
   * Looks for settings of the database with which it would not keep what it is given.
   *
   * @throws StorageConfigurationException if there are such
   */
  abstract void requireSettings(Connection connection) throws SQLException;

  /** What {@code failure} means. */
  abstract Diagnosis diagnose(SQLException failure);

  /**
   * Whether a failure of a statement in auto-commit mode tells that the statement has changed
   * nothing. A server that says what is wrong has not carried it out; one that is gone may have.
   */
  final boolean isSettled(SQLException failure) {
    return switch (diagnose(failure)) {
      case NO_CONNECTION -> false;
      case OTHER -> isOfServer(failure);
      default -> true;
    };
  }

  private static boolean isOfServer(SQLException wrapped) {
    SQLException failure = SqlFailures.telling(wrapped);
    String state = failure.getSQLState();
    return state != null
        && !state.isEmpty()
        && !state.startsWith("99")
        && !(state.equals("HY000") && failure.getErrorCode() <= 0);
  }

  /** Whether the connection's present transaction has changes that are not committed. */
  abstract boolean hasUncommittedChanges(Connection connection) throws SQLException;

  /**
   * The database's time in milliseconds since 1970-01-01T00:00Z; empty where it is this process's
   * own.
   */
  abstract OptionalLong millis(Connection connection) throws SQLException;

  /** What tells the database's session behind the connection from all others that are open. */
  abstract String session(Connection connection) throws SQLException;

  /**
   * Whether, and why, the option {@code url} does not fit the other options; empty where it does.
   */
  abstract List<String> problems(String url, boolean create);

  /**
   * The driver's properties for the option {@code url}, beside user and password.
   *
   * @param patience how long a server may take to accept a connection
   */
  abstract Properties properties(String url, boolean create, Duration patience);

  /** The driver's properties for connections on which an answer is not waited for any longer. */
  abstract Properties answeringWithin(String url, Duration limit);

  /**
   * Takes away those of our {@link #properties} that made a login fail and are not needed; false if
   * there are none.
   */
  abstract boolean mayDoWithout(Properties properties, SQLException failure);

  /**
   * Looks at what a driver would take for no database, and overwrite.
   *
   * @throws StorageException if it is something else
   */
  abstract void requireDatabase(String url, boolean create);

  /**
   * What the database behind {@code connection} guarantees. One that the options name by URL is
   * made durable first, as far as the URL does not speak against it; an application's own is looked
   * at.
   *
   * @param url the option's value; null where the application brings its own data source
   */
  abstract Set<Guarantee> guarantees(Connection connection, @Nullable String url)
      throws SQLException;

  /**
   * The database's own name, where it loses updates unless one transaction at a time writes to it;
   * empty where several may.
   */
  abstract Optional<String> needsSingleWriter(Connection connection) throws SQLException;

  /** What is to be executed on each new connection of a pool, for durability to stay. */
  abstract Optional<String> connectionInit(Set<Guarantee> guarantees);

  /** Sets again what durability hangs on, which others who have the database open may change. */
  abstract void keepDurable(Connection connection) throws SQLException;

  /**
   * Has everything that is committed be on disk; for a database that {@code guarantees} durability.
   */
  abstract void sync(Connection connection) throws SQLException;

  /** The same for a database that may be new: the file's directory knows of it as well. */
  abstract void syncCreation(Connection connection) throws SQLException;
}
