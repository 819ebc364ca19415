package dev.coffer.storage.memory;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageProviderContract;

class MemoryContractTest extends StorageProviderContract {

  @Override
  protected StorageOptions options(Place place) {
    return StorageOptions.of("memory");
  }
}
