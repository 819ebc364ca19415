package dev.coffer.storage.memory;

import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageBackendContract;

class MemoryContractTest extends StorageBackendContract {

  @Override
  protected StorageBackend open(Place place) {
    return new MemoryBackend();
  }
}
