package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PostgreSQL 12 and later, and databases that speak its protocol. */
final class PostgresDialect extends ServerDialect {

  @Override
  String product() {
    return "PostgreSQL";
  }

  @Override
  String driver() {
    return "org.postgresql:postgresql";
  }

  @Override
  String schemaFolder() {
    return "schema/postgresql";
  }

  @Override
  RecordPut put(byte[] storeId, Tables tables) {
    return new Upsert(storeId, this, tables);
  }

  /** PostgreSQL's driver logs bytes, but not what it takes from a stream. */
  @Override
  void bindContent(PreparedStatement statement, int parameter, byte[] content) throws SQLException {
    statement.setBinaryStream(parameter, new ByteArrayInputStream(content), content.length);
  }

  /** A statement that fails would take the whole transaction with it. */
  @Override
  String unlessThere() {
    return " ON CONFLICT DO NOTHING";
  }

  /** What it takes it keeps, or says that it cannot. */
  @Override
  void requireSettings(Connection connection) {}

  /** By SQLState; a code of two characters stands for its class. */
  @Override
  Diagnosis diagnose(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return switch (state) {
      case "23505" -> Diagnosis.DUPLICATE_KEY;
      case "40001", "40P01" -> Diagnosis.ROLLED_BACK;
      case "55P03" -> Diagnosis.LOCKED;
      case "22001", "54000", "54001" -> Diagnosis.TOO_LARGE;
      case "28000", "28P01" -> Diagnosis.REFUSED_LOGIN;
      case "3D000" -> Diagnosis.NO_DATABASE;
      case "42501" -> Diagnosis.NOT_ALLOWED;
      case "3F000", "42P01", "42703" -> Diagnosis.NO_TABLES;
      case "25006" -> Diagnosis.READ_ONLY;
      case "53100", "58030" -> Diagnosis.DISK_FULL;
      case "53300" -> Diagnosis.TOO_MANY_CONNECTIONS;
      case "57014" -> Diagnosis.CANCELLED;
      // The server shuts down, has crashed, or starts up; somebody ended the session; the database
      // was dropped; nobody knows whether the statement was completed.
      case "57P01", "57P02", "57P03", "57P04", "57P05", "40003", "25P03" -> Diagnosis.NO_CONNECTION;
      case "XX001", "XX002" -> Diagnosis.UNREADABLE;
      default -> state.startsWith("08") ? Diagnosis.NO_CONNECTION : Diagnosis.OTHER;
    };
  }

  /** A transaction has a number from its first change or row lock on. */
  @Override
  boolean hasUncommittedChanges(Connection connection) throws SQLException {
    return ask(connection, "SELECT txid_current_if_assigned()") != null;
  }

  @Override
  OptionalLong millis(Connection connection) throws SQLException {
    return number(ask(connection, "SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT"));
  }

  @Override
  String session(Connection connection) throws SQLException {
    return String.valueOf(ask(connection, "SELECT pg_backend_pid()"));
  }

  /** A server that does not answer must not keep a caller for ever. */
  @Override
  Properties properties(String url, boolean create, Duration patience) {
    Properties properties = new Properties();
    String seconds = Long.toString(Math.max(1, patience.toSeconds()));
    for (String timeout : new String[] {"connectTimeout", "loginTimeout"}) {
      if (!sets(url, timeout)) {
        properties.setProperty(timeout, seconds);
      }
    }
    if (!sets(url, "logServerErrorDetail")) {
      properties.setProperty("logServerErrorDetail", "false"); // it quotes rows
    }
    if (!sets(url, "tcpKeepAlive")) {
      properties.setProperty("tcpKeepAlive", "true");
    }
    if (!sets(url, "ApplicationName")) {
      properties.setProperty("ApplicationName", "coffer");
    }
    return properties;
  }

  @Override
  Properties answeringWithin(String url, Duration limit) {
    Properties properties = new Properties();
    if (!sets(url, "socketTimeout")) {
      properties.setProperty("socketTimeout", Long.toString(Math.max(1, limit.toSeconds())));
    }
    return properties;
  }

  /**
   * Durable where a commit waits until it is on disk: the server forces its log, and the session
   * does not ask it to answer before. Not shared on a standby, which lags behind.
   */
  @Override
  Set<Guarantee> guarantees(Connection connection, @Nullable String url) throws SQLException {
    Set<Guarantee> guarantees = EnumSet.noneOf(Guarantee.class);
    String query =
        "SELECT current_setting('fsync', true), current_setting('synchronous_commit', true),"
            + " pg_is_in_recovery()";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      if (!"off".equals(row.getString(1)) && !"off".equals(row.getString(2))) {
        guarantees.add(Guarantee.DURABLE);
      }
      if (!row.getBoolean(3)) {
        guarantees.add(Guarantee.SHARED);
      }
    }
    return guarantees;
  }
}
