package dev.coffer.storage.crypto;

import java.time.Instant;

/**
 * How far a rotation is: the epoch that seals next, or does already.
 *
 * <p>Immutable.
 */
public final class Rotation {

  private final int epoch;
  private final boolean active;
  private final Instant activeFrom;

  Rotation(int epoch, boolean active, Instant activeFrom) {
    this.epoch = epoch;
    this.active = active;
    this.activeFrom = activeFrom;
  }

  /** The number of the new epoch, unsigned. */
  public int epoch() {
    return epoch;
  }

  /** Whether it is the primary one, which seals. */
  public boolean isActive() {
    return active;
  }

  /** From when on the rotation can go on to its end; a time that is past, where it has. */
  public Instant activeFrom() {
    return activeFrom;
  }

  @Override
  public String toString() {
    return "Rotation[epoch=" + Integer.toUnsignedString(epoch) + ", active=" + active + "]";
  }
}
