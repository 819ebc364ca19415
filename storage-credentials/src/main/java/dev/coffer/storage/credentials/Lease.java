package dev.coffer.storage.credentials;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The right of one attempt to call the provider, for so long; with the provider's rejection, once
 * the attempt has met one and waits whether somebody else has had more luck.
 */
record Lease(UUID attempt, Duration length, Optional<String> rejection) {

  /** The longest lease: a longer one in a record is an error, not a wait of days. */
  static final Duration MAX = Duration.ofHours(1);

  static final Duration MIN = Duration.ofMillis(1);

  static Lease of(UUID attempt, Duration length) {
    return new Lease(attempt, length, Optional.empty());
  }

  Lease rejected(String reason) {
    return new Lease(attempt, length, Optional.of(reason));
  }
}
