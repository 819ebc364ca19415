package dev.coffer.storage.memory;

import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.tck.StorageBackendContract;

class MemoryContractTest extends StorageBackendContract {

  @Override
  protected StorageBackend open(String place) {
    return new MemoryBackend();
  }
}
