package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.EntryInfo;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.UnreadableEntryException;
import dev.coffer.storage.WriteOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an administrator of a server can do to rows: each one he touches is unreadable, and no
 * other.
 */
@ParameterizedClass
@MethodSource(Server.THERE)
@Tag("once")
class ServerTamperingTest {

  private static final List<String> BINARY =
      List.of("version", "key_domain", "sealed_name", "sealed_value");

  @Parameter
  Server server;

  @TempDir
  Path directory;

  private TestDatabase database;
  private SecureStorage storage;
  private StorageScope alice;
  private byte[] first;
  private byte[] second;

  @BeforeEach
  void writeThreeEntries() throws SQLException {
    database = server.newDatabase();
    storage = SecureStorage.open(database
        .options()
        .with("create", "true")
        .with("master-key", "file:" + directory.resolve("master.key")));
    alice = storage.scoped("tenant7", "alice");
    writeAll();
    first = idOf("first");
    second = idOf("second");
  }

  private void writeAll() {
    Instant later = Instant.now().plusSeconds(3_600);
    for (String key : List.of("first", "second", "third")) {
      alice.write(key, Secret.of("value of the " + key), WriteOption.expiresAt(later));
    }
  }

  /** The id of a key is where the row is missed. */
  private byte[] idOf(String key) throws SQLException {
    List<String> before = ids();
    alice.delete(key);
    List<String> gone = new ArrayList<>(before);
    gone.removeAll(ids());
    alice.write(
        key,
        Secret.of("value of the " + key),
        WriteOption.expiresAt(Instant.now().plusSeconds(3_600)));
    assertThat(gone).hasSize(1);
    return HexFormat.of().parseHex(gone.get(0));
  }

  private List<String> ids() throws SQLException {
    List<String> ids = new ArrayList<>();
    try (Connection connection = database.connect();
        PreparedStatement statement =
            connection.prepareStatement("SELECT record_id FROM coffer_record");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        ids.add(HexFormat.of().formatHex(row.getBytes(1)));
      }
    }
    return ids;
  }

  @AfterEach
  void dropDatabase() {
    storage.close();
    database.close();
  }

  @Test
  void editedNumbersMakeARowUnreadable() throws SQLException {
    for (String edit : List.of(
        "expires_at = expires_at + 1",
        "expires_at = 0",
        "expires_at = 9223372036854775807",
        "epoch = epoch + 1",
        "suite = suite + 1",
        "flags = flags + 1")) {
      change(edit, first);

      assertUnreadable(edit, "first");
      writeAll();
    }
  }

  @Test
  void editedBytesMakeARowUnreadable() throws SQLException {
    for (String column : BINARY) {
      byte[] bytes = bytes(column, first);
      bytes[bytes.length - 1] ^= 1;
      set(column, first, bytes);

      assertUnreadable(column, "first");
      writeAll();
    }
  }

  @Test
  void columnsOfARowThatAreExchangedMakeItUnreadable() throws SQLException {
    byte[] name = bytes("sealed_name", first);
    set("sealed_name", first, bytes("sealed_value", first));
    set("sealed_value", first, name);

    assertUnreadable("name and value exchanged", "first");
  }

  @Test
  void columnsOfTwoRowsThatAreExchangedMakeBothUnreadable() throws SQLException {
    for (String column : List.of("version", "sealed_name", "sealed_value")) {
      exchange(List.of(column));

      assertUnreadable(column, "first", "second");
      writeAll();
    }
    exchange(BINARY);
    assertUnreadable("all columns", "first", "second");
  }

  @Test
  void rowThatIsCopiedToAnotherKeyIsUnreadableThere() throws SQLException {
    for (String column : BINARY) {
      set(column, second, bytes(column, first));
    }
    change(
        "expires_at = " + number("expires_at", first) + ", epoch = " + number("epoch", first),
        second);

    assertUnreadable("copied", "second");
  }

  @Test
  void rowsOfAnotherStoreAreUnreadableHere() throws SQLException {
    SecureStorage other = SecureStorage.open(database
        .options()
        .with("create", "true")
        .with("store", "other")
        .with("master-key", "file:" + directory.resolve("master.key")));
    other.scoped("tenant7", "alice").write("first", Secret.of("value of the first"));
    other.close();
    database.sql("DELETE FROM coffer_record WHERE store_id ="
        + " (SELECT store_id FROM coffer_store WHERE store_name = 'default')"
        + " AND expires_at <> 9223372036854775807");
    database.sql("UPDATE coffer_record SET store_id ="
        + " (SELECT store_id FROM coffer_store WHERE store_name = 'default')"
        + " WHERE expires_at = 9223372036854775807 AND OCTET_LENGTH(record_id) > 2 AND store_id ="
        + " (SELECT store_id FROM coffer_store WHERE store_name = 'other')");

    assertThat(alice.read("first")).isEmpty();
    assertThat(storage.readAll(dev.coffer.storage.ListOption.recursive()).items())
        .isEmpty();
    assertThat(storage.readAll(dev.coffer.storage.ListOption.recursive()).unreadable())
        .isNotEmpty();
  }

  private void exchange(List<String> columns) throws SQLException {
    for (String column : columns) {
      byte[] kept = bytes(column, first);
      set(column, first, bytes(column, second));
      set(column, second, kept);
    }
  }

  private byte[] bytes(String column, byte[] id) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(
            "SELECT " + column + " FROM coffer_record WHERE record_id = ?")) {
      statement.setBytes(1, id);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBytes(1);
      }
    }
  }

  private long number(String column, byte[] id) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(
            "SELECT " + column + " FROM coffer_record WHERE record_id = ?")) {
      statement.setBytes(1, id);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private void set(String column, byte[] id, byte[] value) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(
            "UPDATE coffer_record SET " + column + " = ? WHERE record_id = ?")) {
      statement.setBytes(1, value);
      statement.setBytes(2, id);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  private void change(String edit, byte[] id) throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(
            "UPDATE coffer_record SET " + edit + " WHERE record_id = ?")) {
      statement.setBytes(1, id);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  private void assertUnreadable(String attack, String... keys) {
    List<String> touched = List.of(keys);
    for (String key : List.of("first", "second", "third")) {
      if (touched.contains(key)) {
        assertThatThrownBy(() -> alice.read(key))
            .as(attack)
            .isInstanceOf(UnreadableEntryException.class);
      } else {
        assertThat(alice.read(key).orElseThrow().value())
            .as(attack)
            .isEqualTo(Secret.of("value of the " + key));
      }
    }
    assertThat(alice.readAll().items()).as(attack).hasSize(3 - touched.size());
    assertThat(alice.readAll().unreadable()).as(attack).hasSize(touched.size());
    assertThat(alice.list().items()).extracting(EntryInfo::key).as(attack).contains("third");
  }
}
