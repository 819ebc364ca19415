package dev.coffer.storage.memory;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StorageProvider;
import java.util.Set;

/** The provider {@code memory}: each storage that it opens is a new and empty one. */
public final class MemoryProvider implements StorageProvider {

  /** For {@link java.util.ServiceLoader}. */
  public MemoryProvider() {}

  @Override
  public String id() {
    return "memory";
  }

  @Override
  public Set<Option<?>> options() {
    return Set.of();
  }

  @Override
  public Set<Guarantee> guarantees() {
    return Set.of();
  }

  @Override
  public boolean isVolatile() {
    return true;
  }

  /** A new storage, with or without {@link StorageOptions#CREATE}: there is no old one to miss. */
  @Override
  public StorageBackend open(StorageOptions options) {
    return new MemoryBackend();
  }
}
