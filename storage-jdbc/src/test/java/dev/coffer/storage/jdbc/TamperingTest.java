package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.EntryInfo;
import dev.coffer.storage.ListOption;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageCopy;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.UnreadableEntryException;
import dev.coffer.storage.WriteOption;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever edits the tables by SQL makes the rows that he touches unreadable, and no other. */
@Tag("once")
class TamperingTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(3_600);

  @TempDir
  Path directory;

  private String url;
  private SecureStorage storage;
  private StorageScope alice;
  private String firstId;
  private String secondId;

  @BeforeEach
  void writeThreeEntries() {
    url = H2.file(directory) + ";DB_CLOSE_DELAY=-1";
    StorageOptions options = H2.options(url)
        .with("create", "true")
        .with("master-key", "file:" + directory.resolve("master.key"))
        .clock(InstantSource.fixed(NOW));
    storage = SecureStorage.open(options);
    alice = storage.scoped("tenant7", "alice");
    alice.write("first", Secret.of("value of the first"), WriteOption.expiresAt(LATER));
    firstId = onlyIdBut("");
    alice.write("second", Secret.of("value of the second"), WriteOption.expiresAt(LATER));
    secondId = onlyIdBut(firstId);
    alice.write("third", Secret.of("value of the third"), WriteOption.expiresAt(LATER));
  }

  @AfterEach
  void shutDown() {
    storage.close();
    H2.sql(url, "SHUTDOWN");
  }

  @Test
  void entriesAreReadableAsTheyAre() {
    assertThat(keys()).containsExactlyInAnyOrder("first", "second", "third");
    assertThat(alice.list().unreadable()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "expires_at = expires_at + 1",
        "expires_at = 9223372036854775807",
        "epoch = epoch + 1",
        "epoch = 0",
        "epoch = 4294967295",
        "suite = suite + 1",
        "suite = 0",
        "flags = flags + 1",
        "flags = 4294967295",
        "key_domain = X'00000000000000000000000000000001'",
        "version = X'00000000000000000000000000000001'",
        "sealed_name = sealed_value",
        "sealed_name = sealed_value, sealed_value = sealed_name",
        "sealed_name = X''",
        "sealed_name = sealed_name || X'00'",
      })
  void editedRowIsUnreadableByItself(String edit) {
    H2.sql(url, "UPDATE coffer_record SET " + edit + where(firstId));

    assertUnreadable("first");
    assertReadable("second", "third");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sealed_value = sealed_name",
        "sealed_value = X''",
        "sealed_value = sealed_value || X'00'",
        "sealed_value = SUBSTRING(sealed_value FROM 1 FOR 40)",
      })
  void editedValueIsUnreadableByItself(String edit) {
    H2.sql(url, "UPDATE coffer_record SET " + edit + where(firstId));

    assertValueUnreadable("first");
    assertReadable("second", "third");
  }

  @Test
  void exchangedValuesAreUnreadable() {
    exchange("sealed_value");

    assertValueUnreadable("first");
    assertValueUnreadable("second");
    assertReadable("third");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version = X'00'",
        "version = version || X'00'",
        "key_domain = X''",
        "epoch = -1",
        "epoch = epoch + 4294967296",
        "suite = 70000",
        "suite = -1",
        "flags = 4294967296",
      })
  void rowOfAShapeThatOurConstraintsForbidIsUnreadableByItself(String edit) {
    giveShape(edit);

    assertUnreadable("first");
    assertReadable("second", "third");
  }

  private void giveShape(String edit) {
    H2.sql(
        url,
        "ALTER TABLE coffer_record DROP CONSTRAINT coffer_record_shape",
        "ALTER TABLE coffer_record ALTER COLUMN version VARBINARY(100)",
        "UPDATE coffer_record SET " + edit + where(firstId));
  }

  @Test
  void copyOverARowOfSuchAShapeSaysSoAndGoesOnOnceItIsDeleted() {
    StorageOptions options = StorageOptions.of("jdbc")
        .with("url", "jdbc:h2:mem:source")
        .with("create", "true")
        .with("master-key", "file:" + directory.resolve("source.key"))
        .clock(InstantSource.fixed(NOW));
    try (SecureStorage source = SecureStorage.open(options)) {
      source.scoped("tenant7", "alice").write("first", Secret.of("value of the first"));
      giveShape("version = X'00'");

      StorageCopy copy = StorageCopy.of(source, storage).resume();
      assertThatThrownBy(copy::run)
          .isInstanceOf(UnreadableEntryException.class)
          .hasMessageContainingAll("edited by hand", "delete it in the target");

      alice.delete("first");
      assertThat(copy.run().copied()).isEqualTo(1);
      assertReadable("first", "second", "third");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version",
        "key_domain",
        "epoch",
        "suite",
        "flags",
        "expires_at",
        "sealed_name",
      })
  void rowWithoutAColumnIsUnreadableByItself(String column) {
    takeAway(column);

    assertUnreadable("first");
    assertReadable("second", "third");
  }

  @Test
  void rowWithoutAValueIsUnreadableByItself() {
    takeAway("sealed_value");

    assertValueUnreadable("first");
    assertReadable("second", "third");
  }

  private void takeAway(String column) {
    H2.sql(
        url,
        "ALTER TABLE coffer_record ALTER COLUMN " + column + " SET NULL",
        "UPDATE coffer_record SET " + column + " = NULL" + where(firstId));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sealed_name",
        "sealed_name, sealed_value",
        "version",
        "version, sealed_name, sealed_value",
        "version, key_domain, epoch, suite, flags, expires_at, sealed_name, sealed_value",
      })
  void rowsThatExchangedColumnsAreUnreadable(String columns) {
    exchange(columns);

    assertUnreadable("first");
    assertUnreadable("second");
    assertReadable("third");
  }

  @Test
  void rowThatWasCopiedToAnotherIdIsUnreadableThere() {
    H2.sql(
        url,
        "DELETE FROM coffer_record" + where(secondId),
        "INSERT INTO coffer_record SELECT store_id, X'" + secondId
            + "', version, key_domain, epoch,"
            + " suite, flags, expires_at, sealed_name, sealed_value FROM coffer_record"
            + where(firstId));

    assertUnreadable("second");
    assertReadable("first", "third");
  }

  @Test
  void oneByteOfANameOrAValueIsEnough() {
    for (String column : List.of("sealed_name", "sealed_value")) {
      String byte21 = "SUBSTRING(" + column + " FROM 21 FOR 1)";
      H2.sql(
          url,
          "CREATE TABLE copy AS SELECT * FROM coffer_record",
          "UPDATE coffer_record SET "
              + column
              + (" = SUBSTRING(" + column + " FROM 1 FOR 20) || CASE WHEN " + byte21 + " = X'00'")
              + (" THEN X'01' ELSE X'00' END || SUBSTRING(" + column + " FROM 22)")
              + where(firstId));

      assertValueUnreadable("first");
      assertReadable("second", "third");
      H2.sql(
          url,
          "DELETE FROM coffer_record",
          "INSERT INTO coffer_record SELECT * FROM copy",
          "DROP TABLE copy");
      assertReadable("first", "second", "third");
    }
  }

  @Test
  void unreadableEntryCanBeWrittenAnew() {
    H2.sql(url, "UPDATE coffer_record SET sealed_value = X'00'" + where(firstId));

    alice.write("first", Secret.of("value of the first"));

    assertReadable("first", "second", "third");
  }

  @Test
  void dumpHoldsNoNameAndNoValue() {
    String dump = String.join("\n", H2.column(url, "SCRIPT"));

    assertThat(dump)
        .containsIgnoringCase(firstId)
        .doesNotContainIgnoringCase("tenant7")
        .doesNotContainIgnoringCase("alice")
        .doesNotContainIgnoringCase("value of the first");
    for (String clear : List.of("tenant7", "alice", "first", "value of the first")) {
      String hex = HexFormat.of().formatHex(clear.getBytes(StandardCharsets.UTF_8));
      assertThat(dump).doesNotContainIgnoringCase(hex);
    }
  }

  private void assertUnreadable(String key) {
    assertValueUnreadable(key);
    assertThat(keys()).doesNotContain(key);
    assertThat(alice.list().unreadable()).hasSameSizeAs(alice.readAll().unreadable());
  }

  /** A list opens no values, so that it still names an entry whose value alone was touched. */
  private void assertValueUnreadable(String key) {
    assertThatThrownBy(() -> alice.read(key)).isInstanceOf(UnreadableEntryException.class);
    assertThat(alice.readAll().unreadable()).isNotEmpty();
    assertThat(alice.readAll().items()).noneMatch(entry -> entry.key().equals(key));
  }

  private void assertReadable(String... readable) {
    for (String key : readable) {
      assertThat(alice.read(key).orElseThrow().value()).isEqualTo(Secret.of("value of the " + key));
    }
    assertThat(keys()).contains(readable);
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (EntryInfo entry : alice.list(ListOption.limit(100)).items()) {
      keys.add(entry.key());
    }
    return keys;
  }

  /** Between the rows of the first and the second entry. */
  private void exchange(String columns) {
    String copy = "(SELECT " + columns + " FROM copy WHERE record_id = X'%s')";
    String edit = "UPDATE coffer_record SET (" + columns + ") = ";
    H2.sql(
        url,
        "CREATE TABLE copy AS SELECT * FROM coffer_record",
        edit + copy.formatted(secondId) + where(firstId),
        edit + copy.formatted(firstId) + where(secondId));
  }

  private String onlyIdBut(String other) {
    List<String> ids =
        H2.column(url, "SELECT RAWTOHEX(record_id) FROM coffer_record WHERE record_id >= X'01'");
    ids.remove(other);
    assertThat(ids).hasSize(1);
    return ids.get(0);
  }

  private static String where(String id) {
    return " WHERE record_id = X'" + id + "'";
  }
}
