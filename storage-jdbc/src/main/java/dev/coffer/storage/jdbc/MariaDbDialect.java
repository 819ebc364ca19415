package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageConfigurationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** MariaDB 10.6 and later, and what MySQL has in common with it. */
class MariaDbDialect extends ServerDialect {

  @Override
  String product() {
    return "MariaDB";
  }

  @Override
  String driver() {
    return "org.mariadb.jdbc:mariadb-java-client";
  }

  @Override
  final String schemaFolder() {
    return "schema/mariadb";
  }

  @Override
  final String quoted(String name) {
    return '`' + name + '`';
  }

  /** What others call a schema is a database here, which JDBC calls a catalogue. */
  @Override
  final Optional<String> schema(Connection connection) throws SQLException {
    return Optional.ofNullable(ask(connection, "SELECT DATABASE()"));
  }

  @Override
  final RecordPut put(byte[] storeId, Tables tables) {
    return new OnDuplicateKey(storeId, this, tables);
  }

  @Override
  final String unlessThere() {
    return "";
  }

  /**
   * MariaDB would rather read whole rows in the order of their key than pass over some in an index;
   * MySQL would rather sort half of the rows that another index finds.
   */
  @Override
  final String byIndex(String index) {
    return " FORCE INDEX (" + index + ")";
  }

  /**
   * Its statistics leave out what was removed and is not yet purged: it takes a table full of that
   * for an empty one, and would go through all of it by another index. Only a deletion that names
   * its table twice may name an index.
   */
  @Override
  final String deleteFrom(String table) {
    return "DELETE " + table + " FROM " + table + " FORCE INDEX (PRIMARY)";
  }

  /**
   * It reads a page for each row of them, and one in a hundred statements waits for a slow disk.
   */
  @Override
  final int rowsPerPurge() {
    return 32;
  }

  /** Without strict mode a value that is too long is cut off, and a warning nobody sees. */
  @Override
  final void requireSettings(Connection connection) throws SQLException {
    String mode = String.valueOf(ask(connection, "SELECT @@SESSION.sql_mode"));
    if (!mode.contains("STRICT_TRANS_TABLES") && !mode.contains("STRICT_ALL_TABLES")) {
      throw new StorageConfigurationException(product()
          + "'s strict mode is off for this session (sql_mode has neither STRICT_TRANS_TABLES nor"
          + " STRICT_ALL_TABLES), so that it would cut off what is too long without an error: set"
          + " it for the server, the user or the connection.");
    }
  }

  /** By the server's error codes, and the SQLState where the driver has none. */
  @Override
  final Diagnosis diagnose(SQLException failure) {
    SQLException telling = SqlFailures.telling(failure);
    return switch (telling.getErrorCode()) {
      case 1062 -> Diagnosis.DUPLICATE_KEY;
      // A deadlock, a changed snapshot; what another node of a cluster was faster with: in Galera a
      // deadlock, in MySQL's own an error of its own.
      case 1213, 1020, 3101 -> Diagnosis.ROLLED_BACK;
      case 1205 -> Diagnosis.LOCKED;
      case 1153, 1264, 1301, 1406 -> Diagnosis.TOO_LARGE;
      // 1251: MySQL asks a user whom it does not know for any kind of password, so as not to say
      // so.
      case 1044, 1045, 1130, 1251, 1698, 1820, 1862, 3118, 4151 -> Diagnosis.REFUSED_LOGIN;
      case 1049 -> Diagnosis.NO_DATABASE;
      case 1142, 1143, 1227, 1370 -> Diagnosis.NOT_ALLOWED;
      case 1054, 1146, 1176 -> Diagnosis.NO_TABLES;
      case 1290, 1792, 1836 -> Diagnosis.READ_ONLY;
      case 1021, 1114 -> Diagnosis.DISK_FULL;
      case 1040, 1203, 1226 -> Diagnosis.TOO_MANY_CONNECTIONS;
      case 1317, 1969, 3024 -> Diagnosis.CANCELLED;
      case 1034, 1194, 1195 -> Diagnosis.UNREADABLE;
      // The server shuts down; somebody ended the session, or it was idle for too long; a node has
      // left its cluster.
      case 1053, 1047, 1927, 4031 -> Diagnosis.NO_CONNECTION;
      default -> byState(telling);
    };
  }

  private static Diagnosis byState(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    if (state.startsWith("08")) {
      return Diagnosis.NO_CONNECTION;
    }
    if (state.equals("HZ000")) {
      return Diagnosis.TOO_LARGE; // the driver knows what the server takes
    }
    if (state.startsWith("28")) {
      return Diagnosis.REFUSED_LOGIN;
    }
    return state.equals("40001") ? Diagnosis.ROLLED_BACK : Diagnosis.OTHER;
  }

  @Override
  boolean hasUncommittedChanges(Connection connection) throws SQLException {
    return "1".equals(ask(connection, "SELECT @@SESSION.in_transaction"));
  }

  /** In UTC: of the session's own time there is an hour in autumn that comes twice. */
  @Override
  final OptionalLong millis(Connection connection) throws SQLException {
    String query = "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000";
    return number(ask(connection, query));
  }

  @Override
  final String session(Connection connection) throws SQLException {
    return String.valueOf(ask(connection, "SELECT CONNECTION_ID()"));
  }

  /** Statements are prepared by the server, so that values go there as bytes and not as text. */
  @Override
  Properties properties(String url, boolean create, Duration patience) {
    Properties properties = new Properties();
    if (!sets(url, "connectTimeout")) {
      properties.setProperty("connectTimeout", Long.toString(patience.toMillis()));
    }
    if (!sets(url, "maxQuerySizeToLog")) {
      properties.setProperty("maxQuerySizeToLog", "1"); // of what is sent, at its level TRACE
    }
    if (!sets(url, "useServerPrepStmts")) {
      properties.setProperty("useServerPrepStmts", "true");
    }
    return properties;
  }

  @Override
  final Properties answeringWithin(String url, Duration limit) {
    Properties properties = new Properties();
    if (!sets(url, "socketTimeout")) {
      properties.setProperty("socketTimeout", Long.toString(limit.toMillis()));
    }
    return properties;
  }

  /**
   * Durable where each commit forces the log, and the binary log too where there is one: without
   * its part in there a transaction is rolled back when the server comes up again. Shared, unless
   * it is a node of a cluster that may answer from before another node's commit.
   */
  @Override
  final Set<Guarantee> guarantees(Connection connection, @Nullable String url) throws SQLException {
    Set<Guarantee> guarantees = EnumSet.noneOf(Guarantee.class);
    Map<String, String> set = variables(connection);
    boolean logsInBinary = isOn(set, "log_bin");
    boolean forces = set.getOrDefault("innodb_flush_log_at_trx_commit", "0").matches("[13]");
    boolean forcesBinary = !logsInBinary || set.getOrDefault("sync_binlog", "0").equals("1");
    if (forces && forcesBinary && !set.getOrDefault("innodb_flush_method", "").equals("nosync")) {
      guarantees.add(Guarantee.DURABLE);
    }
    boolean mayBeBehind = isOn(set, "wsrep_on") && !waitsForOthers(set);
    if (!mayBeBehind) {
      guarantees.add(Guarantee.SHARED);
    }
    return guarantees;
  }

  private static boolean isOn(Map<String, String> set, String variable) {
    return set.getOrDefault(variable, "OFF").matches("(?i)ON|1");
  }

  /**
   * Reads, updates and deletions, insertions: each waits until all is applied that was committed
   * anywhere before it. A write that did not would be judged by what is there no longer.
   */
  private static boolean waitsForOthers(Map<String, String> set) {
    return (Integer.parseInt(set.getOrDefault("wsrep_sync_wait", "0")) & 7) == 7;
  }

  /** Those that this database has; another one may lack some. */
  private static Map<String, String> variables(Connection connection) throws SQLException {
    Map<String, String> variables = new HashMap<>();
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SHOW SESSION VARIABLES WHERE Variable_name IN ('log_bin',"
            + " 'sync_binlog', 'innodb_flush_log_at_trx_commit', 'innodb_flush_method',"
            + " 'wsrep_on', 'wsrep_sync_wait')")) {
      while (row.next()) {
        variables.put(row.getString(1), row.getString(2));
      }
    }
    return variables;
  }
}
