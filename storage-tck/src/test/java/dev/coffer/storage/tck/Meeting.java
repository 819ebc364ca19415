package dev.coffer.storage.tck;

import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A point in the middle of something where another thread is given the time to come in, so that
 * races are lost in every run.
 */
final class Meeting {

  private static final int PATIENCE = 1;

  private final Exchanger<Meeting> exchanger = new Exchanger<>();
  private final AtomicReference<@Nullable Thread> first = new AtomicReference<>();
  private final int patience;

  Meeting() {
    this(PATIENCE);
  }

  /**
   * One at which somebody waits for so many milliseconds, for others that are long on their way.
   */
  Meeting(int patience) {
    this.patience = patience;
  }

  /** Takes down who came first, and does not wait. */
  void arrive() {
    first.compareAndSet(null, Thread.currentThread());
  }

  /**
   * Goes on when another thread is here too, or nobody has come in a millisecond. Whoever came
   * first of all does not wait: that is the rule, which races in threads of their own.
   */
  void await() {
    arrive();
    if (first.get() == Thread.currentThread()) {
      return;
    }
    try {
      exchanger.exchange(this, patience, TimeUnit.MILLISECONDS);
    } catch (TimeoutException alone) {
      return;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
