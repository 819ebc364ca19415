package dev.coffer.storage;

/**
 * How far a copy is.
 *
 * <p>Immutable.
 */
public final class CopyProgress {

  /** What a copy is busy with. */
  public enum Phase {
    /** It reads the source and writes what the target lacks. */
    COPYING,
    /** It reads the target back. */
    READING_BACK,
    /** It looks for what is different, entry by entry. */
    COMPARING
  }

  private final Phase phase;
  private final long done;
  private final long total;

  CopyProgress(Phase phase, long done, long total) {
    this.phase = phase;
    this.done = done;
    this.total = total;
  }

  /** What it is busy with. */
  public Phase phase() {
    return phase;
  }

  /** How many entries of this phase are done. */
  public long done() {
    return done;
  }

  /**
   * How many entries the phase has, as counted when it began; expired ones may be among them, so
   * that {@link #done()} may end below it.
   */
  public long total() {
    return total;
  }

  @Override
  public String toString() {
    return "CopyProgress[" + phase + ", " + done + " of " + total + "]";
  }
}
