package dev.coffer.storage.tck;

import java.time.Duration;

/**
 * What came of running one rule.
 *
 * @param message why it failed; empty if it held
 */
record Result(Rule rule, Stance stance, boolean held, String message, Duration elapsed) {

  /** Whether it counts against the backend: a deviation that holds is not declared truthfully. */
  boolean failed() {
    return switch (stance) {
      case REQUIRED -> !held;
      case DEVIATION -> held;
      case PROBE -> false;
    };
  }

  /** Whether it failed as its author said it would. */
  boolean deviated() {
    return stance == Stance.DEVIATION && !held;
  }
}
