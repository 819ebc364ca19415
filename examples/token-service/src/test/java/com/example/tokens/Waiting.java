package com.example.tokens;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Looks again and again until something is so. */
final class Waiting {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private Waiting() {}

  /** What may not be so yet. */
  interface Condition {
    boolean holds() throws IOException;
  }

  static void until(String what, Condition condition) throws IOException {
    long begin = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw new AssertionError("It did not come so far within " + PATIENCE + ": " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
