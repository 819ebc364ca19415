package dev.coffer.storage.file;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits out a time in full: an interrupt does not shorten it, and the caller keeps its flag. */
final class Pause {

  private Pause() {}

  static void of(Duration time) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      LockSupport.parkNanos(left);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
