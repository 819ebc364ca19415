package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import dev.coffer.storage.tck.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** The databases, backends and records of these tests. */
final class H2 {

  private static final AtomicLong VERSIONS = new AtomicLong();

  private H2() {}

  static String file(Path directory) {
    return "jdbc:h2:" + directory.resolve("tokens");
  }

  static StorageOptions options(String url) {
    return StorageOptions.of("jdbc").with("url", url);
  }

  /** With a master key in the place's directory. */
  static StorageOptions sealed(String url, Place place) {
    return options(url).with("master-key", "file:" + place.directory().resolve("master.key"));
  }

  static StorageBackend create(String url, String... more) {
    return open(options(url).with("create", "true"), more);
  }

  static StorageBackend open(String url, String... more) {
    return open(options(url), more);
  }

  static StorageBackend open(StorageOptions options, String... more) {
    StorageOptions all = options;
    for (int i = 0; i < more.length; i += 2) {
      all = all.with(Map.of(more[i], more[i + 1]));
    }
    return new JdbcProvider().open(all);
  }

  /** Over an application's data source; the tables are made. */
  static StorageBackend over(DataSource source) {
    return open(theirs(source).with("create", "true"));
  }

  static StorageOptions theirs(DataSource source) {
    return StorageOptions.of("jdbc").with(JdbcProvider.DATA_SOURCE, source);
  }

  static DataSource source(String url) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url);
    return source;
  }

  /** Runs SQL as an administrator would, on a connection of its own. */
  static void sql(String url, String... statements) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The first column of what a query answers. */
  static List<String> column(String url, String query) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      List<String> values = new ArrayList<>();
      while (row.next()) {
        values.add(row.getString(1));
      }
      return values;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** All that a database has, as SQL that would make it anew. */
  static List<byte[]> dump(String url) {
    return column(url, "SCRIPT").stream()
        .map(line -> line.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  static RecordId id(int number) {
    return RecordId.of(ByteBuffer.allocate(6).put(0, (byte) 1).putInt(2, number).array());
  }

  static Version version() {
    return Version.of(
        ByteBuffer.allocate(16).putLong(0, VERSIONS.incrementAndGet()).array());
  }

  static StoredRecord record(int number) {
    return StoredRecord.builder(id(number), version()).value(new byte[1_200]).build();
  }

  static Change put(StoredRecord record) {
    return Change.put(record, Expectation.ANY);
  }

  /** Makes a change unless its expectation is not met. */
  static boolean isMade(StorageBackend backend, Change change) {
    try {
      backend.apply(List.of(change), 0);
      return true;
    } catch (PreconditionFailedException somebodyElse) {
      return false;
    }
  }

  static void put(StorageBackend backend, int number) {
    backend.apply(List.of(put(record(number))), 0);
  }
}
