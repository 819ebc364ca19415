package dev.coffer.storage.jdbc;

/**
 * Where the records of one store are read from: its table, its id, and how its database limits what
 * a query answers.
 *
 * <p>Immutable and thread-safe.
 */
final class RecordSource {

  private final byte[] storeId;
  private final Tables tables;
  private final Dialect dialect;

  RecordSource(byte[] storeId, Dialect dialect, Tables tables) {
    this.storeId = storeId.clone();
    this.tables = tables;
    this.dialect = dialect;
  }

  /** The first parameter of {@link #from}; not to be changed. */
  byte[] storeId() {
    return storeId;
  }

  /** The table, and that a row belongs to the store. */
  String from() {
    return " FROM " + tables.records() + " WHERE store_id = ?" + dialect.answeredAnew();
  }

  /** The beginning of a deletion of some of the store's rows, which are found by primary key. */
  String deletion() {
    return dialect.deleteFrom(tables.records()) + " WHERE store_id = ?";
  }

  /** {@link #from} for rows that the index of expiries has side by side. */
  String byExpiry() {
    return from(tables.byExpiry());
  }

  /** {@link #from} for rows that the index of epochs has side by side. */
  String byEpoch() {
    return from(tables.byEpoch());
  }

  private String from(String index) {
    return " FROM " + tables.records() + dialect.byIndex(index) + " WHERE store_id = ?"
        + dialect.answeredAnew();
  }

  /** At most so many rows; the number is a parameter. */
  String limit() {
    return dialect.limit();
  }

  /** One row, behind so many; the number is a parameter. */
  String oneBehind() {
    return dialect.oneBehind();
  }
}
