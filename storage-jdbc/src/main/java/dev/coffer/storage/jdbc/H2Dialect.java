package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.UnreadableStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * H2, embedded or through its server.
 *
 * <p>H2 writes behind by default: a background thread saves what was committed half a second ago,
 * and nothing is ever forced to disk. Durable it is with all of these (decision 0031):
 *
 * <ul>
 *   <li>{@code WRITE_DELAY 0}: each commit is saved by the thread that commits, and no background
 *       thread has a part of it in its hands while another one syncs;
 *   <li>{@code CHECKPOINT SYNC} behind each commit: the file is forced;
 *   <li>a release that finds the last commits again after a crash, as not every one does.
 * </ul>
 */
final class H2Dialect extends Dialect {

  private static final Pattern DURABLE_RELEASES = Pattern.compile("2\\.[34]\\..*");

  private static final String WRITE_DELAY = "WRITE_DELAY";
  private static final String WRITE_AT_COMMIT = "SET WRITE_DELAY 0";
  private static final String SYNC = "CHECKPOINT SYNC";
  private static final int ADMIN_RIGHTS_REQUIRED = 90040;

  @Override
  String product() {
    return "H2";
  }

  @Override
  String schemaFolder() {
    return "schema/h2";
  }

  @Override
  String driver() {
    return "com.h2database:h2";
  }

  /** Embedded it runs in our threads, and its server adds nothing but the network. */
  @Override
  boolean isServer() {
    return false;
  }

  @Override
  RecordPut put(byte[] storeId, Tables tables) {
    return new UpdateOrInsert(storeId, this, tables);
  }

  @Override
  String unlessThere() {
    return "";
  }

  /**
   * H2 keeps the last answer of each connection's queries, and takes it for right until a commit is
   * saved; others have seen what was committed by then (decision 0038). It keeps none of a query
   * whose answer may be another each time.
   */
  @Override
  String answeredAnew() {
    return " AND RAND() >= 0";
  }

  /** As the standard has it: some of H2's compatibility modes know no {@code LIMIT}. */
  @Override
  String limit() {
    return " FETCH FIRST ? ROWS ONLY";
  }

  @Override
  String oneBehind() {
    return " OFFSET ? ROWS FETCH FIRST 1 ROW ONLY";
  }

  /** Each of its modes keeps what it takes. */
  @Override
  void requireSettings(Connection connection) {}

  /** By H2's error codes, {@code org.h2.api.ErrorCode}. */
  @Override
  Diagnosis diagnose(SQLException failure) {
    return switch (failure.getErrorCode()) {
      case 23505 -> Diagnosis.DUPLICATE_KEY;
      case 40001 -> Diagnosis.ROLLED_BACK;
      case 50200 -> Diagnosis.LOCKED;
      case 22001 -> Diagnosis.TOO_LARGE;
      case 28000, 90049 -> Diagnosis.REFUSED_LOGIN; // 90049: the password of the file's cipher
      case 90020 -> Diagnosis.IN_USE;
      case 90028, 90030, 90048 -> Diagnosis.UNREADABLE;
      case 90097 -> Diagnosis.READ_ONLY;
      case 90067 -> Diagnosis.NO_CONNECTION;
      case 90146, 90149 -> Diagnosis.NO_DATABASE;
      // A relative path, the format, a setting twice, unknown mode, setting, cipher or value; a
      // schema or column that is not there, a literal where the URL allows none.
      case 90011,
          90046,
          90066,
          90088,
          90113,
          90050,
          90055,
          90008,
          42000,
          42001,
          90079,
          42122,
          90116 -> Diagnosis.BAD_URL;
      case 57014 -> Diagnosis.CANCELLED;
      default -> isOfConnection(failure) ? Diagnosis.NO_CONNECTION : Diagnosis.OTHER;
    };
  }

  /** By its class only if it is a pool's: H2 has the same classes for a failure of its file. */
  private static boolean isOfConnection(SQLException failure) {
    return String.valueOf(failure.getSQLState()).startsWith("08")
        || (failure.getErrorCode() == 0
            && (failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException));
  }

  @Override
  boolean hasUncommittedChanges(Connection connection) throws SQLException {
    return isTrue(
        connection,
        "SELECT contains_uncommitted FROM information_schema.sessions"
            + " WHERE session_id = SESSION_ID()");
  }

  @Override
  OptionalLong millis(Connection connection) {
    return OptionalLong.empty();
  }

  @Override
  String session(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT SESSION_ID()")) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  List<String> problems(String url, boolean create) {
    return H2Url.parse(url).problems(create);
  }

  /**
   * A database that is not there is made by nothing but {@code create=true}, and H2 keeps no trace,
   * which could show the URL. Behind a server the trace is the server's, which others use as well.
   */
  @Override
  Properties properties(String url, boolean create, Duration patience) {
    Properties properties = new Properties();
    if (!create && H2Url.parse(url).setting("IFEXISTS").isEmpty()) {
      properties.setProperty("IFEXISTS", "TRUE");
    }
    H2Url place = H2Url.parse(url);
    if (!place.isBehindServer()) {
      H2Url.TRACES.stream()
          .filter(trace -> place.setting(trace).isEmpty())
          .forEach(trace -> properties.setProperty(trace, "0"));
    }
    return properties;
  }

  /** A statement that is given up may be in the middle of a file, and its server is near. */
  @Override
  Properties answeringWithin(String url, Duration limit) {
    return new Properties();
  }

  @Override
  boolean mayDoWithout(Properties properties, SQLException failure) {
    return failure.getErrorCode() == ADMIN_RIGHTS_REQUIRED
        && properties.keySet().removeAll(H2Url.TRACES);
  }

  @Override
  void requireDatabase(String url, boolean create) {
    boolean empty =
        !create && H2Url.parse(url).file().filter(H2Dialect::isEmpty).isPresent();
    if (empty) {
      throw new UnreadableStoreException(
          "The database file is there and empty, of which H2 would make a new database: look for"
              + " what has emptied it.",
          null);
    }
  }

  private static boolean isEmpty(Path file) {
    try {
      return Files.size(file) == 0;
    } catch (IOException notThere) {
      return false; // H2 says what is wrong with it
    }
  }

  @Override
  Set<Guarantee> guarantees(Connection connection, @Nullable String url) throws SQLException {
    Set<Guarantee> guarantees = EnumSet.noneOf(Guarantee.class);
    H2Url place = H2Url.parse(url == null ? connection.getMetaData().getURL() : url);
    boolean mayConfigure = url != null && place.setting(WRITE_DELAY).isEmpty();
    if (isOnDisk(connection)
        && findsLastCommits(connection)
        && (!mayConfigure || accepts(connection, WRITE_AT_COMMIT))
        && isWrittenAtCommit(connection)
        && accepts(connection, SYNC)) {
      guarantees.add(Guarantee.DURABLE);
    }
    return guarantees;
  }

  /** What is in memory is never saved, and it is the saving that loses updates (decision 0033). */
  @Override
  Optional<String> needsSingleWriter(Connection connection) throws SQLException {
    return path(connection);
  }

  /** The setting lasts until the database is closed, as it is when a server's process goes. */
  @Override
  Optional<String> connectionInit(Set<Guarantee> guarantees) {
    return guarantees.contains(Guarantee.DURABLE) ? Optional.of(WRITE_AT_COMMIT) : Optional.empty();
  }

  /** Ends the background thread that may have come, once it has written. */
  @Override
  void keepDurable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(WRITE_AT_COMMIT);
    }
  }

  /**
   * Without the connection's time limit for statements, which in H2 is one for all of them, and is
   * put back.
   */
  @Override
  void sync(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int limit = statement.getQueryTimeout();
      if (limit == 0) {
        statement.execute(SYNC);
        return;
      }
      statement.setQueryTimeout(0);
      try {
        statement.execute(SYNC);
      } finally {
        statement.setQueryTimeout(limit);
      }
    }
  }

  /** Behind a server the directory is not ours to see, and the file is there already. */
  @Override
  void syncCreation(Connection connection) throws SQLException {
    sync(connection);
    Optional<String> path = path(connection);
    if (path.isPresent()) {
      Directories.force(Path.of(path.get().replaceFirst("^async:", "")));
    }
  }

  /** Whether the database is one file of the operating system, which H2 can force. */
  private static boolean isOnDisk(Connection connection) throws SQLException {
    return path(connection)
        .filter(path -> !H2Url.OTHER_FILE_SYSTEM.matcher(path).matches())
        .isPresent();
  }

  /** The path of the database, with its file system where it is not the plain one. */
  private static Optional<String> path(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT DATABASE_PATH()")) {
      row.next();
      return Optional.ofNullable(row.getString(1));
    }
  }

  private static boolean findsLastCommits(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT H2VERSION()")) {
      row.next();
      return findsLastCommits(row.getString(1));
    }
  }

  /**
   * Whether a release finds the last commits when the process was killed. From 2.5 on it may miss
   * them where they lie in space that is used again: the file's header names the chunk before the
   * last one. Before 2.3 it loses chunks in other ways.
   */
  static boolean findsLastCommits(String version) {
    return DURABLE_RELEASES.matcher(version).matches();
  }

  /**
   * The setting in force; a stored one of an earlier session may stand beside it, and must agree.
   */
  private static boolean isWrittenAtCommit(Connection connection) throws SQLException {
    return isTrue(
        connection,
        "SELECT EVERY(setting_value = '0') FROM information_schema.settings"
            + " WHERE setting_name = 'WRITE_DELAY'");
  }

  private static boolean isTrue(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static boolean accepts(Connection connection, String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
      return true;
    } catch (SQLException refused) {
      if (refused.getErrorCode() == ADMIN_RIGHTS_REQUIRED) {
        return false;
      }
      throw refused;
    }
  }
}
