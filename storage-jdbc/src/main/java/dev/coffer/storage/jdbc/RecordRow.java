package dev.coffer.storage.jdbc;

import dev.coffer.storage.Version;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A record as a row of {@code coffer_record}: the order of its columns, to and fro. */
final class RecordRow {

  /** All but what identifies the row. */
  static final String CONTENT =
      "version, key_domain, epoch, suite, flags, expires_at, sealed_name, sealed_value";

  /** The columns that {@link #read} takes, in its order. */
  static final String COLUMNS = "record_id, " + CONTENT;

  /** The same without the value. */
  static final String COLUMNS_WITHOUT_VALUE = COLUMNS.replace(", sealed_value", "");

  /** The number of columns in {@link #CONTENT}. */
  static final int CONTENT_COLUMNS = 8;

  private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;
  private static final int MAX_SUITE = 0xFFFF;

  private static final byte[] NO_VALUE = {};

  private RecordRow() {}

  /**
   * Sets the parameters of {@link #CONTENT} from {@code first} on; returns the next one's number.
   */
  static int bind(PreparedStatement statement, int first, StoredRecord record) throws SQLException {
    statement.setBytes(first, record.version().toBytes());
    statement.setBytes(first + 1, record.domain());
    statement.setLong(first + 2, Integer.toUnsignedLong(record.epoch()));
    statement.setInt(first + 3, record.suite());
    statement.setLong(first + 4, Integer.toUnsignedLong(record.flags()));
    statement.setLong(first + 5, record.expiresAt());
    statement.setBytes(first + 6, record.name());
    statement.setBytes(first + 7, record.value());
    return first + CONTENT_COLUMNS;
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
