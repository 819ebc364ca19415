package dev.coffer.storage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Removes records that have expired, by their ids: they are looked for by expiry without a lock,
 * and removed by primary key, as whoever renews one goes. A statement that went by the index of
 * expiries would lock in the other order, and the database would roll back the writer; so the
 * expiry is a condition by which no database looks for rows.
 *
 * <p>Immutable and thread-safe.
 */
final class Purge {

  private final RecordSource source;

  Purge(RecordSource source) {
    this.source = source;
  }

  /**
   * Removes those of {@code rows} that have expired at {@code now}, by one statement; returns how
   * many. The condition is judged again once a row is locked, so that a renewed one stays. The
   * statement is the same for all numbers of ids up to a power of two: the last id fills it up.
   */
  int remove(Connection connection, List<RecordRange.Expired> rows, long now) throws SQLException {
    int places = BatchSize.roundedUp(rows.size());
    String sql = source.deletion()
        + " AND record_id IN (?"
        + ", ?".repeat(places - 1)
        + ") AND ("
        + RecordTable.expired("")
        + ") IS TRUE";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int next = 1;
      statement.setBytes(next++, source.storeId());
      for (int place = 0; place < places; place++) {
        statement.setBytes(
            next++, rows.get(Math.min(place, rows.size() - 1)).id().toBytes());
      }
      statement.setLong(next, now);
      return statement.executeUpdate();
    }
  }
}
