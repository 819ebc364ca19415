package dev.coffer.storage.tck;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is set. */
final class HandClock implements InstantSource {

  private volatile Instant time = Instant.ofEpochMilli(Samples.NOW);

  @Override
  public Instant instant() {
    return time;
  }

  /** Sets it to so many milliseconds from {@link Samples#NOW}. */
  void setTo(long millisFromNow) {
    time = Instant.ofEpochMilli(Samples.NOW + millisFromNow);
  }
}
