package com.example.vault;

import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.tck.StorageBackendContract;

class VaultContractTest extends StorageBackendContract {
  @Override
  protected StorageBackend open(String place) {
    return new VaultBackend();
  }
}
