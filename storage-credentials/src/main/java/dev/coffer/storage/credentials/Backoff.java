package dev.coffer.storage.credentials;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a provider that could not refresh is left alone: as long as it said, or for a second,
 * then two, up to ten. Thread-safe.
 */
final class Backoff {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** However long a provider wants to be left alone, it is asked again after this. */
  private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(15);

  private final Time time;
  private Duration next = FIRST;
  private @Nullable RefreshFailedException failure;
  private long until;
  private boolean askedFor;

  Backoff(Time time) {
    this.time = time;
  }

  synchronized void failed(RefreshFailedException failed) {
    Duration asked = failed.retryAfter();
    askedFor = !asked.isZero();
    Duration pause = askedFor ? shorter(asked, LONGEST_ASKED_FOR) : next;
    until = time.nanos() + pause.toNanos();
    next = shorter(next.multipliedBy(2), LONGEST);
    failure = failed;
  }

  synchronized void succeeded() {
    failure = null;
    next = FIRST;
  }

  /**
   * Why no attempt is to be made now, if none is.
   *
   * @param insisting leaves out pauses that the provider has not asked for
   */
  synchronized @Nullable RefreshFailedException pausing(boolean insisting) {
    long left = until - time.nanos();
    if (failure == null || left <= 0 || (insisting && !askedFor)) {
      return null;
    }
    return new RefreshFailedException(
        "The tokens could not be refreshed a moment ago; the user is still signed in. The next"
            + " attempt is made in " + Duration.ofNanos(left).toMillis() + " ms.",
        Duration.ofNanos(left),
        failure.getCause());
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
