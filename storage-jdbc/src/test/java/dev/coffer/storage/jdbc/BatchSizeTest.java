package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** How many rows a purge takes at once, by a clock that the test sets. */
class BatchSizeTest {

  private long nanos;
  private final BatchSize size = new BatchSize(() -> nanos, 128);

  @Test
  void growsWhileStatementsAreQuick() {
    run(20, rows -> rows * 10); // 10 microseconds a row

    assertThat(size.get()).isEqualTo(128);
  }

  @Test
  void keepsEachStatementBelowTheBoundWhateverARowTakes() {
    for (int microsPerRow : new int[] {20, 50, 100, 300, 900}) {
      run(20, rows -> 500 + rows * microsPerRow);

      int longest = 0;
      for (int i = 0; i < 50; i++) {
        longest = Math.max(longest, run(1, rows -> 500 + rows * microsPerRow));
      }
      assertThat(longest).as("%s microseconds a row", microsPerRow).isLessThan((int)
          TimeUnit.NANOSECONDS.toMicros(BatchSize.BOUND.toNanos()));
    }
  }

  @Test
  void shrinksAtOnceWhenAServerBecomesTenTimesSlower() {
    run(20, rows -> rows * 50);
    int quick = size.get();

    run(1, rows -> rows * 500);

    assertThat(size.get()).isLessThanOrEqualTo(quick / 4);
    assertThat(run(1, rows -> rows * 500)).isLessThan(50_000);
  }

  @Test
  void neverTakesMoreThanTheMost() {
    BatchSize small = new BatchSize(() -> nanos, 32);
    assertThat(small.get()).isEqualTo(32);

    small.timed(32, () -> 32);

    assertThat(small.get()).isEqualTo(32);
  }

  @Test
  void doesNotShrinkWithoutEnd() {
    run(20, rows -> 1_000_000);

    assertThat(size.get()).isEqualTo(8);
  }

  @Test
  void learnsNothingGoodFromASmallBatch() {
    int before = size.get();
    for (int i = 0; i < 10; i++) {
      size.timed(1, () -> 1);
    }

    assertThat(size.get()).isEqualTo(before);
  }

  @Test
  void learnsFromABatchThatFailed() {
    int before = size.get();

    assertThatThrownBy(() -> size.timed(before, () -> {
          nanos += TimeUnit.SECONDS.toNanos(1);
          throw new IllegalStateException("a lock was waited for");
        }))
        .hasMessage("a lock was waited for");

    assertThat(size.get()).isLessThan(before);
  }

  @Test
  void roundsUpToPowersOfTwo() {
    assertThat(BatchSize.roundedUp(1)).isEqualTo(1);
    assertThat(BatchSize.roundedUp(2)).isEqualTo(2);
    assertThat(BatchSize.roundedUp(3)).isEqualTo(4);
    assertThat(BatchSize.roundedUp(64)).isEqualTo(64);
    assertThat(BatchSize.roundedUp(65)).isEqualTo(128);
  }

  /** Runs full batches that take so many microseconds; returns how long the last one took. */
  private int run(int batches, IntUnaryOperator micros) {
    int took = 0;
    for (int i = 0; i < batches; i++) {
      int rows = size.get();
      took = micros.applyAsInt(rows);
      int now = took;
      size.timed(rows, () -> {
        nanos += TimeUnit.MICROSECONDS.toNanos(now);
        return rows;
      });
    }
    return took;
  }
}
