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
import java.util.OptionalLong;

/**
 * A range of the ids of one store, from one id to before another, in the table of records: read,
 * counted or removed by statements that touch a bounded number of rows.
 *
 * <p>Immutable and thread-safe.
 */
final class RecordRange {

  private final RecordSource source;
  private final OptionalLong epoch;
  private final RecordId from;
  private final Optional<RecordId> to;

  private RecordRange(
      RecordSource source, OptionalLong epoch, RecordId from, Optional<RecordId> to) {
    this.source = source;
    this.epoch = epoch;
    this.from = from;
    this.to = to;
  }

  /** What {@code request} asks for, whatever its limit. */
  static RecordRange of(RecordSource source, ScanRequest request) {
    return new RecordRange(source, OptionalLong.empty(), request.from(), request.to());
  }

  /** Everything that begins with {@code prefix}. */
  static RecordRange of(RecordSource source, RecordId prefix) {
    return of(source, ScanRequest.of(prefix, 1));
  }

  /** The part that one epoch has sealed. */
  RecordRange sealedIn(long epoch) {
    return new RecordRange(source, OptionalLong.of(epoch), from, to);
  }

  /** The part behind {@code id}. */
  private RecordRange after(RecordId id) {
    return new RecordRange(source, epoch, id.append((byte) 0), to);
  }

  /** The part up to {@code id}. */
  private RecordRange upTo(RecordId id) {
    return new RecordRange(source, epoch, from, Optional.of(id.append((byte) 0)));
  }

  /** The part behind the first {@code rows} rows; empty if there are fewer. */
  Optional<RecordRange> behind(Connection connection, int rows) throws SQLException {
    return idAt(connection, rows - 1).map(this::after);
  }

  /** The page that {@code request} asks for. */
  RecordPage page(Connection connection, ScanRequest request) throws SQLException {
    String columns = request.values() ? RecordRow.COLUMNS : RecordRow.COLUMNS_WITHOUT_VALUE;
    String sql = "SELECT " + columns + within() + ordered() + source.limit();
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
    RecordRange first = last.map(this::upTo).orElse(this);
    try (PreparedStatement statement =
        connection.prepareStatement(source.deletion() + first.bounds())) {
      first.bind(statement);
      statement.executeUpdate();
    }
    return last.map(this::after);
  }

  private Optional<RecordId> idAt(Connection connection, int index) throws SQLException {
    String sql = "SELECT record_id" + within() + ordered() + source.oneBehind();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(bind(statement), index);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(RecordId.of(row.getBytes(1))) : Optional.empty();
      }
    }
  }

  /**
   * Rows that have expired from {@code since} to {@code now}, in the order of their expiries, at
   * most {@code limit}; none is locked. They are found by the index of expiries: the ids are a
   * condition by which no database looks for rows.
   */
  List<Expired> expired(Connection connection, long since, long now, int limit)
      throws SQLException {
    String sql = "SELECT record_id, expires_at" + source.byExpiry()
        + " AND (record_id >= ?" + (to.isPresent() ? " AND record_id < ?" : "") + ") IS TRUE"
        + " AND expires_at >= ? AND " + RecordTable.expired("")
        + " ORDER BY store_id, expires_at" + source.limit();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int next = bind(statement);
      statement.setLong(next, since);
      statement.setLong(next + 1, now);
      statement.setInt(next + 2, limit);
      try (ResultSet row = statement.executeQuery()) {
        List<Expired> found = new ArrayList<>();
        while (row.next()) {
          found.add(new Expired(RecordId.of(row.getBytes(1)), row.getLong(2)));
        }
        return found;
      }
    }
  }

  /** What has expired, and when. */
  record Expired(RecordId id, long expiresAt) {}

  /** How many of the first {@code rows} rows have each epoch. */
  Map<Integer, Long> countByEpoch(Connection connection, int rows) throws SQLException {
    String sql = "SELECT epoch, COUNT(*) FROM (SELECT epoch" + within() + ordered() + source.limit()
        + ") part GROUP BY epoch";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(bind(statement), rows);
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
    return (epoch.isPresent() ? source.byEpoch() + " AND epoch = ?" : source.from()) + bounds();
  }

  private String bounds() {
    return " AND record_id >= ?" + (to.isPresent() ? " AND record_id < ?" : "");
  }

  /** By an index that has the range's rows side by side. */
  private String ordered() {
    return " ORDER BY store_id, " + (epoch.isPresent() ? "epoch, " : "") + "record_id";
  }

  /** Sets the range's parameters; returns the next one's number. */
  private int bind(PreparedStatement statement) throws SQLException {
    int next = 1;
    statement.setBytes(next++, source.storeId());
    if (epoch.isPresent()) {
      statement.setLong(next++, epoch.getAsLong());
    }
    statement.setBytes(next++, from.toBytes());
    if (to.isPresent()) {
      statement.setBytes(next++, to.get().toBytes());
    }
    return next;
  }
}
