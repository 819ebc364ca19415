package dev.coffer.storage.crypto;

import dev.coffer.storage.spi.Option;
import java.time.Duration;
import java.util.Set;

/** The options that say how an open store follows its keyring, which others may change. */
public final class KeyringOptions {

  /** The longest refresh interval there is, which every process that uses a store keeps to. */
  static final Duration MAX_REFRESH = Duration.ofMinutes(1);

  /**
   * How old the knowledge of the keyring may be with which something is sealed; 1 m by default, and
   * at most. Whoever changes keys waits for as long, so that there is no store where it is longer.
   */
  public static final Option<Duration> REFRESH = Option.duration(
          "key-refresh",
          "how old the knowledge of the keyring may be with which something is sealed",
          Duration.ofMillis(100),
          MAX_REFRESH)
      .withDefault(MAX_REFRESH);

  /**
   * How much longer to go on sealing while the keyring cannot be looked at, or has a new store key
   * that its master key is not at hand for; not at all by default. Who closes an epoch has to wait
   * for as long.
   */
  public static final Option<Duration> OUTAGE = Option.duration(
          "key-outage",
          "how much longer to seal while the keyring or its master key cannot be reached",
          Duration.ZERO,
          Duration.ofHours(24))
      .withDefault(Duration.ZERO);

  private KeyringOptions() {}

  /** All of them, for a provider's own {@code options}. */
  public static Set<Option<?>> all() {
    return Set.of(REFRESH, OUTAGE);
  }
}
