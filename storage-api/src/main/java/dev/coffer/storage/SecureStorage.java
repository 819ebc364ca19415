package dev.coffer.storage;

import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.StorageBackend;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A storage of secrets, and the root of its scopes: opened once, used by many threads, closed at
 * the end.
 *
 * <pre>{@code
 * Map<String, String> options =
 *     Map.of("url", "jdbc:h2:./tokens", "master-key", "file:./master.key", "create", "true");
 * try (SecureStorage storage = SecureStorage.open("jdbc", options)) {
 *   storage.scoped("tenant7", "alice").write("refresh_token", Secret.of(token));
 * }
 * }</pre>
 *
 * <p>Nothing is wiped, reset or repaired by itself, and there is no silent fallback, to memory or
 * to clear text. A storage that is not there is an error, unless {@code create=true} asks for it to
 * be made: a wrong path must not look as if nobody had signed in.
 */
public interface SecureStorage extends StorageScope, AutoCloseable {

  /**
   * Opens the storage of a provider, with options by name.
   *
   * @throws StorageConfigurationException with all that is wrong with the options, at once
   * @throws KeyUnavailableException if the store's keys do not open; nothing was written
   * @throws UnreadableStoreException if the store is damaged, or of an unknown format
   * @throws StorageUnavailableException if the store cannot be reached
   */
  static SecureStorage open(String provider, Map<String, String> options) {
    return open(StorageOptions.of(provider).with(options));
  }

  /**
   * Opens a storage.
   *
   * @throws StorageConfigurationException with all that is wrong with the options, at once
   * @throws KeyUnavailableException if the store's keys do not open; nothing was written
   * @throws UnreadableStoreException if the store is damaged, or of an unknown format
   * @throws StorageUnavailableException if the store cannot be reached
   */
  static SecureStorage open(StorageOptions options) {
    return new Opening(options).open();
  }

  /** Starts a storage over a backend that the application has made itself. */
  static Builder over(StorageBackend backend) {
    return new Builder(backend);
  }

  /** What this storage promises. */
  Set<Guarantee> guarantees();

  /**
   * Removes entries that have expired, at most {@code limit}, and says how many it removed; fewer
   * than the limit means that none was left. Expired entries are absent all the same; this frees
   * their space.
   *
   * @param limit 1 or more
   */
  int purgeExpired(int limit);

  /**
   * Waits for calls under way, and closes the storage with its backend and keys. Closing twice is
   * fine; any use after it, of its scopes too, is an {@link IllegalStateException}.
   */
  @Override
  void close();

  /** Assembles a storage by hand. Not thread-safe. */
  final class Builder {

    private final StorageBackend backend;
    private @Nullable RecordSealer sealer;
    private boolean unsealed;
    private InstantSource clock = InstantSource.system();

    private Builder(StorageBackend backend) {
      this.backend = Objects.requireNonNull(backend, "backend");
    }

    /** Seals with these keys, which the storage closes with itself. */
    public Builder sealer(RecordSealer sealer) {
      this.sealer = Objects.requireNonNull(sealer, "sealer");
      return this;
    }

    /** Stores names and values in clear text: for tests, and for backends that keep nothing. */
    public Builder unsealed() {
      this.unsealed = true;
      return this;
    }

    /** Takes the time from {@code clock}; the system's, by default. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * The storage, which owns the backend from now on.
     *
     * @throws StorageConfigurationException unless the backend brings a sealer or exactly one of
     *     {@link #sealer} and {@link #unsealed} was called
     * @throws KeyUnavailableException if the store is encrypted and no sealer is given
     */
    public SecureStorage build() {
      return Assembly.of(new GuardedBackend(backend), sealer, unsealed, clock);
    }
  }
}
