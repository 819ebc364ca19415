package dev.coffer.storage.file;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageBackendContract;
import java.util.Set;

class EncryptedFileContractTest extends StorageBackendContract {

  @Override
  protected StorageBackend open(Place place) {
    StorageOptions options =
        Stores.options(place.directory().resolve("tokens.coffer")).with("create", "true");
    return new EncryptedFileProvider().open(options);
  }

  @Override
  protected Set<Guarantee> guarantees() {
    return Set.of(Guarantee.DURABLE, Guarantee.SHARED);
  }
}
