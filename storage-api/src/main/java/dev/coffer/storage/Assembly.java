package dev.coffer.storage;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordSealer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Wires backend, sealer and clock into a storage, and refuses to leave out the sealer where it must
 * not be.
 */
final class Assembly {

  private Assembly() {}

  static SecureStorage of(
      GuardedBackend backend, @Nullable RecordSealer given, boolean unsealed, InstantSource clock) {
    RecordSealer sealer = sealer(backend, given, unsealed);
    Set<Guarantee> guarantees = EnumSet.noneOf(Guarantee.class);
    guarantees.addAll(backend.guarantees());
    guarantees.remove(Guarantee.ENCRYPTED);
    if (!(sealer instanceof ClearText)) {
      guarantees.add(Guarantee.ENCRYPTED);
    }
    StorageCore core = new StorageCore(backend, new RecordCodec(sealer), clock, randomVersions());
    return new RootScope(core, guarantees);
  }

  /** Whether what a backend keeps is there for another process, or a later one. */
  static boolean outlivesProcess(Set<Guarantee> guarantees) {
    return guarantees.contains(Guarantee.DURABLE) || guarantees.contains(Guarantee.SHARED);
  }

  private static RecordSealer sealer(
      GuardedBackend backend, @Nullable RecordSealer given, boolean unsealed) {
    Optional<RecordSealer> own = backend.sealer();
    if ((own.isPresent() ? 1 : 0) + (given != null ? 1 : 0) + (unsealed ? 1 : 0) > 1) {
      throw new StorageConfigurationException(
          "A sealer of the backend's own, one that is given, and clear text exclude each other.");
    }
    if (own.isPresent()) {
      return own.get();
    }
    if (given != null) {
      return given;
    }
    if (!unsealed) {
      throw new StorageConfigurationException(
          "The backend has no sealer: give it one, or ask for clear text.");
    }
    if (backend.get(RecordId.KEYRING).isPresent()) {
      throw new KeyUnavailableException(
          "The store is encrypted: open it with its master key, not in clear text.", null);
    }
    return new ClearText();
  }

  private static Supplier<Version> randomVersions() {
    SecureRandom random = new SecureRandom();
    return () -> {
      byte[] bytes = new byte[Version.LENGTH];
      random.nextBytes(bytes);
      return Version.of(bytes);
    };
  }
}
