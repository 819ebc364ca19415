package dev.coffer.storage.crypto;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a resealing is, or has come.
 *
 * <p>Immutable.
 */
public final class ResealProgress {

  private final long resealed;
  private final long unreadable;
  private final long total;
  private final Duration elapsed;

  ResealProgress(long resealed, long unreadable, long total, Duration elapsed) {
    this.resealed = resealed;
    this.unreadable = unreadable;
    this.total = total;
    this.elapsed = elapsed;
  }

  /** How many records this run has sealed anew. */
  public long resealed() {
    return resealed;
  }

  /**
   * How many records do not open, so that they stay as they are: edited ones, and those of an epoch
   * that is closed.
   */
  public long unreadable() {
    return unreadable;
  }

  /**
   * How many records there were to seal when the run began. Writers seal some of them themselves,
   * and delete some, so that {@link #resealed()} may end below it.
   */
  public long total() {
    return total;
  }

  /** How long the run has taken so far. */
  public Duration elapsed() {
    return elapsed;
  }

  /** Records sealed anew in a second. */
  public double rate() {
    return elapsed.isZero() || elapsed.isNegative() ? 0 : resealed * 1e9 / elapsed.toNanos();
  }

  /** How long the rest will take at this rate; empty while there is none. */
  public Optional<Duration> timeLeft() {
    double rate = rate();
    long left = Math.max(0, total - resealed - unreadable);
    return rate == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(Math.round(left / rate)));
  }

  @Override
  public String toString() {
    return "ResealProgress[resealed=" + resealed + ", unreadable=" + unreadable + ", total=" + total
        + ", elapsed=" + elapsed + "]";
  }
}
