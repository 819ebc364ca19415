package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageProviderContract;
import java.util.Set;

/** The contract in memory, where nothing lasts. */
class H2MemoryContractTest extends StorageProviderContract {

  @Override
  protected StorageOptions options(Place place) {
    return H2.sealed("jdbc:h2:mem:" + place.name(), place);
  }

  @Override
  protected Set<Guarantee> guarantees() {
    return Set.of();
  }
}
