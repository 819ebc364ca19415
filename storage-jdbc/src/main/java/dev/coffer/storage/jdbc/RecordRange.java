package dev.coffer.storage.jdbc;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A range of the ids of one store, from one id to before another, in the table of records: read or
 * removed by statements that touch a bounded number of rows.
 *
 * <p>Immutable and thread-safe.
 */
final class RecordRange {

  private final RecordSource source;
  private final RecordId from;
  private final Optional<RecordId> to;

  private RecordRange(RecordSource source, RecordId from, Optional<RecordId> to) {
    this.source = source;
    this.from = from;
    this.to = to;
  }

  /** What {@code request} asks for, whatever its limit. */
  static RecordRange of(RecordSource source, ScanRequest request) {
    return new RecordRange(source, request.from(), request.to());
  }

  /** Everything that begins with {@code prefix}. */
  static RecordRange of(RecordSource source, RecordId prefix) {
    return of(source, ScanRequest.of(prefix, 1));
  }

  /** The part behind {@code id}. */
  private RecordRange after(RecordId id) {
    return new RecordRange(source, id.append((byte) 0), to);
  }

  /** The page that {@code request} asks for. */
  RecordPage page(Connection connection, ScanRequest request) throws SQLException {
    String columns = request.values() ? RecordRow.COLUMNS : RecordRow.COLUMNS_WITHOUT_VALUE;
    String sql = "SELECT " + columns + within() + " ORDER BY store_id, record_id" + source.limit();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(bind(statement), request.limit() + 1);
      try (ResultSet row = statement.executeQuery()) {
        List<StoredRecord> records = new ArrayList<>();
        while (row.next()) {
          records.add(RecordRow.read(row, request.values()));
        }
        return request.page(records.iterator());
      }
    }
  }

  /** Removes the first {@code count} rows or so; returns what is left to remove, if anything. */
  Optional<RecordRange> removeFirst(Connection connection, int count) throws SQLException {
    Optional<RecordId> last = idAt(connection, count - 1);
    RecordRange first =
        last.isEmpty() ? this : new RecordRange(source, from, last.map(id -> id.append((byte) 0)));
    try (PreparedStatement statement = connection.prepareStatement("DELETE" + first.within())) {
      first.bind(statement);
      statement.executeUpdate();
    }
    return last.map(this::after);
  }

  private Optional<RecordId> idAt(Connection connection, int index) throws SQLException {
    String sql =
        "SELECT record_id" + within() + " ORDER BY store_id, record_id" + source.oneBehind();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(bind(statement), index);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(RecordId.of(row.getBytes(1))) : Optional.empty();
      }
    }
  }

  /** Ids of rows that have expired at {@code now}, at most {@code limit}; none is locked. */
  List<RecordId> expired(Connection connection, long now, int limit) throws SQLException {
    String sql = "SELECT record_id"
        + within()
        + " AND "
        + RecordTable.expired("")
        + " ORDER BY expires_at"
        + source.limit();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int next = bind(statement);
      statement.setLong(next, now);
      statement.setInt(next + 1, limit);
      try (ResultSet row = statement.executeQuery()) {
        List<RecordId> ids = new ArrayList<>();
        while (row.next()) {
          ids.add(RecordId.of(row.getBytes(1)));
        }
        return ids;
      }
    }
  }

  /** How many rows have each epoch. */
  Map<Integer, Long> countByEpoch(Connection connection) throws SQLException {
    String sql = "SELECT epoch, COUNT(*)" + within() + " GROUP BY epoch";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement);
      try (ResultSet row = statement.executeQuery()) {
        Map<Integer, Long> counts = new HashMap<>();
        while (row.next()) {
          counts.merge(RecordRow.epoch(row.getLong(1)), row.getLong(2), Long::sum);
        }
        return counts;
      }
    }
  }

  private String within() {
    return source.from() + " AND record_id >= ?" + (to.isPresent() ? " AND record_id < ?" : "");
  }

  /** Sets the range's parameters; returns the next one's number. */
  private int bind(PreparedStatement statement) throws SQLException {
    statement.setBytes(1, source.storeId());
    statement.setBytes(2, from.toBytes());
    if (to.isEmpty()) {
      return 3;
    }
    statement.setBytes(3, to.get().toBytes());
    return 4;
  }
}
