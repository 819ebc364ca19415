package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.RecordId;
import java.util.List;
import java.util.function.Supplier;

/**
 * Removes what has expired from one store, batch by batch: each is found without a lock and removed
 * by a statement of its own, that holds its locks for a short time and leaves alone what was
 * renewed.
 *
 * <p>Thread-safe.
 */
final class ExpiryRemoval implements BackgroundPurge.Rounds {

  private final RecordSource source;
  private final Purge purge;
  private final Transactions transactions;
  private final BatchSize size;
  private final ClockCheck clocks;

  ExpiryRemoval(RecordSource source, Transactions transactions, BatchSize size, ClockCheck clocks) {
    this.source = source;
    this.purge = new Purge(source);
    this.transactions = transactions;
    this.size = size;
    this.clocks = clocks;
  }

  /** Removes at most {@code limit} below a prefix, and says how many; fewer if no more are left. */
  int remove(RecordId prefix, long now, int limit) {
    RecordRange range = RecordRange.of(source, prefix);
    int removed = 0;
    while (removed < limit) {
      int most = Math.min(size.get(), limit - removed);
      List<RecordId> expired = find(range, now, most);
      removed += remove(expired, now);
      if (expired.size() < most) {
        break;
      }
    }
    return removed;
  }

  private List<RecordId> find(RecordRange range, long now, int most) {
    return transactions.read(connection -> range.expired(connection, now, most));
  }

  private int remove(List<RecordId> expired, long now) {
    return expired.isEmpty()
        ? 0
        : size.timed(
            expired.size(),
            () -> removing(
                () -> transactions.writeOne(connection -> purge.remove(connection, expired, now))));
  }

  /** A removal may be repeated, so that it does not matter whether a failed one was made. */
  static <T> T removing(Supplier<T> removal) {
    try {
      return removal.get();
    } catch (OutcomeUnknownException unknown) {
      throw new StorageUnavailableException(
          "A removal failed in the middle of a commit: repeat it.", unknown.getCause());
    }
  }

  /** A round of the background's, by the earlier of our clock and the database's. */
  @Override
  public BackgroundPurge.Batches begin() {
    long now = transactions.read(clocks::earlier);
    RecordRange range = RecordRange.of(source, RecordId.ENTRIES);
    return () -> {
      int most = size.get();
      List<RecordId> expired = find(range, now, most);
      remove(expired, now);
      return expired.size() == most;
    };
  }

  @Override
  public void failed(RuntimeException failure) {
    ClockCheck.log("Expired entries could not be purged, and the next round tries again: "
        + failure.getMessage());
  }
}
