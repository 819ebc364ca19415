package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What differs from one database to the next. The statements themselves are standard SQL and live
 * in {@link RecordTable} and {@link StoreTable}.
 *
 * <p>Immutable and thread-safe.
 */
abstract class Dialect {

  /** What a driver's exception means, as far as it makes a difference to the caller. */
  enum Diagnosis {
    /** There is no such database. */
    NO_DATABASE,
    /** User or password are wrong. */
    REFUSED_LOGIN,
    /** The URL or one of its settings is not understood. */
    BAD_URL,
    /** The database is damaged, or of an unknown format. */
    UNREADABLE,
    /** Another process has the database for itself. */
    IN_USE,
    /** The database takes no writes. */
    READ_ONLY,
    /** A value does not fit its column. */
    TOO_LARGE,
    /** A lock was waited for in vain. */
    LOCKED,
    /**
     * The transaction was the victim of a deadlock or of a serialisation: it may be tried again.
     */
    ROLLED_BACK,
    /** The statement was cancelled, or took longer than it was allowed to. */
    CANCELLED,
    /** A row with the same key is there. */
    DUPLICATE_KEY,
    /** The connection broke, or none came up. */
    NO_CONNECTION,
    /** Anything else. */
    OTHER
  }

  /** The kinds of database whose name in a URL is no secret, supported or not. */
  private static final Pattern KNOWN = Pattern.compile(
      "jdbc:(postgresql|mariadb|mysql|oracle|sqlserver|db2|derby|hsqldb|sqlite|cockroachdb)\\b.*",
      Pattern.DOTALL);

  /** How URLs of the databases begin that are supported, for messages. */
  static final String SUPPORTED = "jdbc:h2:";

  /**
   * The dialect of the database at the other end.
   *
   * @throws StorageConfigurationException if there is none for it
   */
  static Dialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    if (product.equals("H2")) {
      return new H2Dialect();
    }
    throw new StorageConfigurationException("The data source leads to a database of the kind '"
        + product
        + "'; this release supports H2 alone ("
        + SUPPORTED
        + ").");
  }

  /** The dialect for a URL, or empty if it is of no database that is supported. */
  static Optional<Dialect> of(String url) {
    return url.startsWith(SUPPORTED) ? Optional.of(new H2Dialect()) : Optional.empty();
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

  /**
   * Waits until nobody else makes or migrates tables, and keeps it so until the end of the
   * connection's transaction, which is open.
   */
  abstract void lockSchema(Connection connection) throws SQLException;

  /** What {@code failure} means. */
  abstract Diagnosis diagnose(SQLException failure);

  /** Whether the connection's present transaction has changes that are not committed. */
  abstract boolean hasUncommittedChanges(Connection connection) throws SQLException;

  /** What tells the database's session behind the connection from all others that are open. */
  abstract String session(Connection connection) throws SQLException;

  /**
   * Whether, and why, the option {@code url} does not fit the other options; empty where it does.
   */
  abstract List<String> problems(String url, boolean create);

  /** The driver's properties for the option {@code url}, beside user and password. */
  abstract Properties properties(String url, boolean create);

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
