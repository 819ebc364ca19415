package dev.coffer.storage.tck;

import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A point in the middle of something where another thread is given the time to come in, so that
 * races are lost in every run.
 */
final class Meeting {

  private final Exchanger<Meeting> exchanger = new Exchanger<>();

  /** Goes on when another thread is here too, or nobody has come in a millisecond. */
  void await() {
    try {
      exchanger.exchange(this, 1, TimeUnit.MILLISECONDS);
    } catch (TimeoutException alone) {
      return;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
