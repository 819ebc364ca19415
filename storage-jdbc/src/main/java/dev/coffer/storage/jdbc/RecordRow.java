package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A record as a row of {@code coffer_record}: the order of its columns, to and fro. */
final class RecordRow {

  /** All but what identifies the row. */
  static final String CONTENT =
      "version, key_domain, epoch, suite, flags, expires_at, sealed_name, sealed_value";

  /** The columns that {@link #read} takes, in its order. */
  static final String COLUMNS = "record_id, " + CONTENT;

  /** The same without the value. */
  static final String COLUMNS_WITHOUT_VALUE = COLUMNS.replace(", sealed_value", "");

  /** One row of one store. */
  static final String HERE = " WHERE store_id = ? AND record_id = ?";

  /** The number of columns in {@link #CONTENT}. */
  static final int CONTENT_COLUMNS = 8;

  private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;
  private static final int MAX_SUITE = 0xFFFF;

  private static final int MAX_SEALED = 1 << 20;

  private static final byte[] NO_VALUE = {};

  private RecordRow() {}

  /** A statement that puts a row where there is none; {@link #bindInsert} sets its parameters. */
  static String insert(Tables tables) {
    return "INSERT INTO "
        + tables.records()
        + " ("
        + CONTENT
        + ", store_id, record_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  }

  /** Sets the parameters of {@link #insert}; returns the next one's number. */
  static int bindInsert(
      Dialect dialect, PreparedStatement statement, byte[] storeId, StoredRecord record)
      throws SQLException {
    return bindKey(statement, bind(dialect, statement, 1, record), storeId, record.id());
  }

  /** Runs a statement that begins as {@link #insert} and has no more parameters. */
  static void put(
      Dialect dialect, Connection connection, String sql, byte[] storeId, StoredRecord record)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bindInsert(dialect, statement, storeId, record);
      statement.executeUpdate();
    }
  }

  /** A statement that puts a row over another one; {@link #bindInsert} sets its parameters. */
  static String update(Tables tables) {
    return "UPDATE " + tables.records() + " SET " + contentAs("?") + HERE;
  }

  /** Each of the columns {@link #CONTENT} set to what {@code format} makes of its name. */
  static String contentAs(String format) {
    return content()
        .map(column -> column + " = " + String.format(format, column))
        .collect(Collectors.joining(", "));
  }

  /** The columns of {@link #CONTENT}. */
  static Stream<String> content() {
    return Arrays.stream(CONTENT.split(", "));
  }

  /** Sets the parameters of {@link #HERE} from {@code first} on; returns the next one's number. */
  static int bindKey(PreparedStatement statement, int first, byte[] storeId, RecordId id)
      throws SQLException {
    statement.setBytes(first, storeId);
    statement.setBytes(first + 1, id.toBytes());
    return first + 2;
  }

  /**
   * Sets the parameters of {@link #CONTENT} from {@code first} on; returns the next one's number.
   */
  private static int bind(
      Dialect dialect, PreparedStatement statement, int first, StoredRecord record)
      throws SQLException {
    statement.setBytes(first, record.version().toBytes());
    statement.setBytes(first + 1, record.domain());
    statement.setLong(first + 2, Integer.toUnsignedLong(record.epoch()));
    statement.setInt(first + 3, record.suite());
    statement.setLong(first + 4, Integer.toUnsignedLong(record.flags()));
    statement.setLong(first + 5, record.expiresAt());
    dialect.bindContent(statement, first + 6, record.name());
    dialect.bindContent(statement, first + 7, record.value());
    return first + CONTENT_COLUMNS;
  }

  /**
   * Refuses what is larger than its column, before a database does: one that quotes the row it
   * refuses would have it in logs.
   *
   * @throws StorageUnavailableException if it is
   */
  static void requireFits(StoredRecord record) {
    if (record.name().length > MAX_SEALED || record.value().length > MAX_SEALED) {
      throw new StorageUnavailableException(
          "The database cannot be written, and this transaction changed nothing: a sealed name or"
              + " value is larger than its column, "
              + MAX_SEALED
              + " bytes.",
          null);
    }
  }

  /** The record of the present row. */
  static StoredRecord read(ResultSet row, boolean withValue) throws SQLException {
    RecordId id = RecordId.of(row.getBytes(1));
    byte[] version = row.getBytes(2);
    byte[] domain = row.getBytes(3);
    long epoch = number(row, 4);
    long suite = number(row, 5);
    long flags = number(row, 6);
    long expiresAt = row.getLong(7);
    boolean expires = !row.wasNull();
    byte[] name = row.getBytes(8);
    byte[] value = withValue ? row.getBytes(9) : NO_VALUE;
    if (version == null || domain == null || !expires || name == null || value == null) {
      return unreadable(id, expires ? expiresAt : StoredRecord.NEVER, withValue);
    }
    if (version.length != Version.LENGTH
        || domain.length != StoredRecord.DOMAIN_LENGTH
        || isNotUnsigned(epoch)
        || isNotUnsigned(flags)
        || suite < 0
        || suite > MAX_SUITE) {
      return unreadable(id, expiresAt, withValue);
    }
    StoredRecord.Builder record = StoredRecord.builder(id, Version.of(version))
        .domain(domain)
        .epoch((int) epoch)
        .suite((int) suite)
        .flags((int) flags)
        .expiresAt(expiresAt)
        .name(name);
    return withValue ? record.value(value).build() : record.buildWithoutValue();
  }

  /** The epoch that a number stands for; one that our constraints do not allow is read as 0. */
  static int epoch(long number) {
    return isNotUnsigned(number) ? 0 : (int) number;
  }

  /** A number that our constraints do not allow stands for none. */
  private static long number(ResultSet row, int column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? -1 : number;
  }

  private static boolean isNotUnsigned(long number) {
    return number < 0 || number > MAX_UNSIGNED;
  }

  /**
   * What stands for a row that our constraints do not allow: somebody took them away and edited it.
   * It opens with no key, so that it is unreadable by itself and spoils no other row.
   */
  private static StoredRecord unreadable(RecordId id, long expiresAt, boolean withValue) {
    StoredRecord.Builder record =
        StoredRecord.builder(id, Version.of(new byte[Version.LENGTH])).expiresAt(expiresAt);
    return withValue ? record.build() : record.buildWithoutValue();
  }
}
