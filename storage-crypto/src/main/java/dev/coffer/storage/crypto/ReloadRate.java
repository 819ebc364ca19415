package dev.coffer.storage.crypto;

/**
 * How often a record of an unknown epoch may have the keyring looked at: four times at once, and
 * then once a second, since whoever can write to the store can make up as many such records as he
 * likes.
 *
 * <p>Not thread-safe.
 */
final class ReloadRate {

  static final int BURST = 4;
  static final long INTERVAL = 1_000;

  /** When all that was allowed would have been due at the steady rate. */
  private long due = Long.MIN_VALUE;

  /** Whether one more is allowed at {@code now}, in milliseconds; it then counts. */
  boolean allow(long now) {
    if (due > now + BURST * INTERVAL) {
      due = now; // The clock was set back.
    }
    long next = Math.max(due, now) + INTERVAL;
    if (next > now + BURST * INTERVAL) {
      return false;
    }
    due = next;
    return true;
  }
}
