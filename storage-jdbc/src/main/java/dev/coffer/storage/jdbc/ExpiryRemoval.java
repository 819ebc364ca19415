package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageException;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.RecordId;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Removes what has expired from one store, batch by batch: each is found without a lock and removed
 * by a statement of its own, that holds its locks for a short time and leaves alone what was
 * renewed. Between two batches it rests for as long as the first one took, so that half of the time
 * is left to others.
 *
 * <p>Thread-safe.
 */
final class ExpiryRemoval implements BackgroundPurge.Rounds {

  private static final int ROWS_PER_LOOK = 4_096;

  private final RecordSource source;
  private final Purge purge;
  private final Transactions transactions;
  private final BatchSize size;
  private final ClockCheck clocks;
  private final LongSupplier nanoTime;
  private final LongConsumer rest;

  /** Rests by a call that waits for so many nanoseconds. */
  ExpiryRemoval(
      RecordSource source,
      Transactions transactions,
      BatchSize size,
      ClockCheck clocks,
      LongSupplier nanoTime,
      LongConsumer rest) {
    this.source = source;
    this.purge = new Purge(source);
    this.transactions = transactions;
    this.size = size;
    this.clocks = clocks;
    this.nanoTime = nanoTime;
    this.rest = rest;
  }

  /** Removes at most {@code limit} below a prefix, and says how many; fewer if no more are left. */
  int remove(RecordId prefix, long now, int limit) {
    Walk walk = new Walk(prefix, now);
    long begun = nanoTime.getAsLong();
    int removed = walk.removeSome(limit);
    while (removed < limit && walk.goesOn()) {
      rest.accept(BatchSize.rest(nanoTime.getAsLong() - begun));
      begun = nanoTime.getAsLong();
      removed += walk.removeSome(limit - removed);
    }
    return removed;
  }

  /**
   * A walk along the expiries, from one look to the next: where rows were removed, an index is full
   * of what is there no longer. A look finds the rows of many batches, for it may cost a server as
   * much for few of them.
   */
  private final class Walk {

    private final RecordRange range;
    private final long now;
    private long since = Long.MIN_VALUE;
    private List<RecordRange.Expired> found = List.of();
    private boolean hasMore = true;

    Walk(RecordId prefix, long now) {
      this.range = RecordRange.of(source, prefix);
      this.now = now;
    }

    boolean goesOn() {
      return hasMore || !found.isEmpty();
    }

    /** Removes the next batch, at most {@code limit}, and says how many it removed. */
    int removeSome(int limit) {
      if (found.isEmpty()) {
        look(Math.min(ROWS_PER_LOOK, limit));
      }
      int most = Math.min(Math.min(size.get(), limit), found.size());
      List<RecordRange.Expired> batch = found.subList(0, most);
      found = found.subList(most, found.size());
      return batch.isEmpty() ? 0 : removeOf(batch);
    }

    private void look(int most) {
      found = transactions.read(connection -> range.expired(connection, since, now, most));
      hasMore = found.size() == most;
      since = found.isEmpty() ? since : found.get(found.size() - 1).expiresAt();
    }

    private int removeOf(List<RecordRange.Expired> batch) {
      return size.timed(
          batch.size(),
          () -> removing(
              () -> transactions.writeOne(connection -> purge.remove(connection, batch, now))));
    }
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
    Walk walk = new Walk(RecordId.ENTRIES, now);
    return () -> {
      walk.removeSome(Integer.MAX_VALUE);
      return walk.goesOn();
    };
  }

  @Override
  public void failed(Throwable failure) {
    ClockCheck.log("Expired entries could not be purged, and the next round tries again: "
        + (failure instanceof StorageException ? failure.getMessage() : failure));
  }
}
