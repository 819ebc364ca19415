package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server keeps, in tables and in its log, holds no name, no user's id and no token. */
@Tag("once")
class ServerSecrecyTest {

  private static final List<String> CLEAR =
      List.of("tenant-canary-4711", "user-canary-4711", "refresh-canary-4711", "token-canary-4711");

  @TempDir
  Path directory;

  @ParameterizedTest
  @MethodSource(Server.THERE)
  void dumpOfAllTablesHoldsNothingInClear(Server server) throws Exception {
    try (TestDatabase database = server.newDatabase()) {
      write(database);

      ByteArrayOutputStream dump = new ByteArrayOutputStream();
      for (String table : List.of("coffer_record", "coffer_store", "coffer_schema_history")) {
        database.dump("SELECT * FROM " + table).forEach(dump::writeBytes);
      }

      assertNothingInClear(dump.toByteArray());
      assertThat(text(dump.toByteArray())).contains("default", "V1__records.sql");
    }
  }

  /** Whoever is an administrator of PostgreSQL reads its log by SQL. */
  @Test
  void logOfPostgresHoldsNothingInClear() throws Exception {
    Server server = Server.POSTGRESQL;
    try (TestDatabase database = server.newDatabase();
        Connection admin = DriverManager.getConnection(server.adminUrl());
        Statement statement = admin.createStatement()) {
      // Else a checkpoint might throw away what is to be read.
      only(
          statement,
          "SELECT pg_create_physical_replication_slot('" + database.name() + "', true, true)");
      String begin = only(statement, "SELECT pg_walfile_name(pg_current_wal_lsn())");
      write(database);
      String last = database
          .column("SELECT encode(record_id, 'hex') FROM coffer_record"
              + " ORDER BY record_id DESC LIMIT 1")
          .get(0);
      String end = only(statement, "SELECT pg_walfile_name(pg_switch_wal())");

      ByteArrayOutputStream log = new ByteArrayOutputStream();
      try (ResultSet files = statement.executeQuery("SELECT pg_read_binary_file('pg_wal/' || name)"
          + " FROM pg_ls_waldir() WHERE name BETWEEN '" + begin + "' AND '" + end
          + "' AND length(name) = 24 ORDER BY name")) {
        while (files.next()) {
          log.write(files.getBytes(1));
        }
      }

      assertThat(HexFormat.of().formatHex(log.toByteArray())).contains(last);
      assertNothingInClear(log.toByteArray());
    }
  }

  /** So often that the pages of a log cannot cut them all in two. */
  private void write(TestDatabase database) {
    try (SecureStorage storage = SecureStorage.open(database
        .options()
        .with("create", "true")
        .with("master-key", "file:" + directory.resolve(database.name())))) {
      StorageScope scope = storage.scoped(CLEAR.get(0), CLEAR.get(1));
      for (int round = 0; round < 20; round++) {
        scope.write(CLEAR.get(2), Secret.of(CLEAR.get(3)));
        scope.write(CLEAR.get(2) + round, Secret.of(CLEAR.get(3).repeat(100)));
      }
      scope.delete(CLEAR.get(2) + 1);
    }
  }

  private static String only(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void assertNothingInClear(byte[] kept) {
    String text = text(kept).toLowerCase(Locale.ROOT);
    for (String clear : CLEAR) {
      assertThat(text.contains(clear)).as(clear).isFalse();
      assertThat(text.contains(HexFormat.of().formatHex(clear.getBytes(StandardCharsets.UTF_8))))
          .as(clear + " in hexadecimal")
          .isFalse();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
