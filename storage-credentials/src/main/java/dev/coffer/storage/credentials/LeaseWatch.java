package dev.coffer.storage.credentials;

import dev.coffer.storage.Version;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long another's lease has been seen, by this process's own clock. A version is never written
 * twice, so that one that is seen again was there all the time between. Not thread-safe.
 */
final class LeaseWatch {

  private @Nullable Version version;
  private long since;

  /** What is left of a lease that is seen now; nothing, once it was seen for its whole length. */
  Duration left(Version seen, Duration length, long nanos) {
    if (version == null || !version.equals(seen)) {
      version = seen;
      since = nanos;
    }
    Duration left = length.minusNanos(nanos - since);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
