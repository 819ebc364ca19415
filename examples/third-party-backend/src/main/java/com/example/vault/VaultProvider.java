package com.example.vault;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StorageProvider;
import java.util.Set;

/** Makes the vault known to Coffer as {@code vault}; {@code META-INF/services} names this class. */
public final class VaultProvider implements StorageProvider {

  @Override
  public String id() {
    return "vault";
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

  @Override
  public StorageBackend open(StorageOptions options) {
    return new VaultBackend();
  }
}
