package dev.coffer.storage.jdbc;

import dev.coffer.storage.spi.RecordId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Counts the rows of one store by epoch, and no statement of it looks at more than a bounded number
 * of them: few are counted by one statement, more epoch by epoch, step by step along the index that
 * has them in that order. Epochs go up, as does a row that is sealed anew meanwhile: it may be
 * counted twice, and is not missed. One that a writer with an older keyring writes over meanwhile
 * goes down, and may be: the count of an epoch into which somebody still seals is an estimate, and
 * that of one into which nobody does misses nothing.
 *
 * <p>Immutable and thread-safe.
 */
final class EpochCount {

  /** So many are counted within the time limit of a statement even from a cold disk. */
  static final int ROWS = 20_000;

  private static final long BEFORE_ALL = Long.MIN_VALUE;

  private final RecordSource source;
  private final Transactions transactions;
  private final int rows;

  /** With {@code rows} rows to a statement. */
  EpochCount(RecordSource source, Transactions transactions, int rows) {
    this.source = source;
    this.transactions = transactions;
    this.rows = rows;
  }

  /** How many rows below a prefix have each epoch. */
  Map<Integer, Long> below(RecordId prefix) {
    RecordRange range = RecordRange.of(source, prefix);
    Map<Integer, Long> few = first(range);
    return sum(few) < rows ? few : epochByEpoch(range);
  }

  private Map<Integer, Long> epochByEpoch(RecordRange range) {
    Map<Integer, Long> counts = new HashMap<>();
    OptionalLong epoch = epochBehind(BEFORE_ALL);
    while (epoch.isPresent()) {
      long count = count(range.sealedIn(epoch.getAsLong()));
      if (count > 0) {
        counts.merge(RecordRow.epoch(epoch.getAsLong()), count, Long::sum);
      }
      epoch = epochBehind(epoch.getAsLong());
    }
    return counts;
  }

  private long count(RecordRange range) {
    long counted = 0;
    RecordRange last = range;
    Optional<RecordRange> rest = behind(last);
    while (rest.isPresent()) {
      counted += rows;
      last = rest.get();
      rest = behind(last);
    }
    return counted + sum(first(last));
  }

  private Map<Integer, Long> first(RecordRange range) {
    return transactions.read(connection -> range.countByEpoch(connection, rows));
  }

  private Optional<RecordRange> behind(RecordRange range) {
    return transactions.read(connection -> range.behind(connection, rows));
  }

  private static long sum(Map<Integer, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private OptionalLong epochBehind(long epoch) {
    return transactions.read(connection -> epochBehind(connection, epoch));
  }

  private OptionalLong epochBehind(Connection connection, long epoch) throws SQLException {
    String sql = "SELECT epoch" + source.byEpoch() + " AND epoch > ? ORDER BY store_id, epoch"
        + source.limit();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, source.storeId());
      statement.setLong(2, epoch);
      statement.setInt(3, 1);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
      }
    }
  }
}
