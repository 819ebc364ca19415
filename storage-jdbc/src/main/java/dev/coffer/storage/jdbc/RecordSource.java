package dev.coffer.storage.jdbc;

/**
 * Where the records of one store are read from: its table, its id, and how its database limits what
 * a query answers.
 *
 * <p>Immutable and thread-safe.
 */
final class RecordSource {

  private final byte[] storeId;
  private final String table;
  private final Dialect dialect;

  RecordSource(byte[] storeId, Dialect dialect, Tables tables) {
    this.storeId = storeId.clone();
    this.table = tables.records();
    this.dialect = dialect;
  }

  /** The first parameter of {@link #from}; not to be changed. */
  byte[] storeId() {
    return storeId;
  }

  /** The table, and that a row belongs to the store. */
  String from() {
    return " FROM " + table + " WHERE store_id = ?" + dialect.answeredAnew();
  }

  /** The beginning of a deletion of some of the store's rows, which are found by primary key. */
  String deletion() {
    return dialect.deleteFrom(table) + " WHERE store_id = ?";
  }

  /** {@link #from} for rows that another index than the primary key has side by side. */
  String fromIndex() {
    return " FROM " + table + dialect.notByPrimaryKey() + " WHERE store_id = ?"
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
