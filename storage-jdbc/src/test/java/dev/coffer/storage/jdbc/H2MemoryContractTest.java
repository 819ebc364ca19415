package dev.coffer.storage.jdbc;

import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageBackendContract;

/** The contract in memory, where nothing lasts. */
class H2MemoryContractTest extends StorageBackendContract {

  @Override
  protected StorageBackend open(Place place) {
    return H2.create("jdbc:h2:mem:" + place.name());
  }
}
