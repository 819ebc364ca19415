package com.example.vault;

import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageBackendContract;

class VaultContractTest extends StorageBackendContract {
  @Override
  protected StorageBackend open(Place place) {
    return new VaultBackend();
  }
}
