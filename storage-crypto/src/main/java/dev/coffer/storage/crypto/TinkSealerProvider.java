package dev.coffer.storage.crypto;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.SealerProvider;
import dev.coffer.storage.spi.StorageBackend;
import java.util.List;
import java.util.Set;

/** The provider of the sealer {@code tink}: keeps the keyring in two system records of the store. */
public final class TinkSealerProvider implements SealerProvider {

  /** For {@link java.util.ServiceLoader}. */
  public TinkSealerProvider() {}

  @Override
  public String id() {
    return "tink";
  }

  @Override
  public Set<Option<?>> options() {
    return Set.of(MasterKeyOptions.MASTER_KEY);
  }

  @Override
  public List<String> problems(StorageOptions options) {
    return MasterKeyOptions.problems(options);
  }

  @Override
  public RecordSealer open(StorageOptions options, StorageBackend backend) {
    throw new UnsupportedOperationException();
  }
}
