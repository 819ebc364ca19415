package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageBackendContract;
import java.util.Set;

/** The contract on a file of its own process. */
class H2FileContractTest extends StorageBackendContract {

  @Override
  protected StorageBackend open(Place place) {
    return H2.create("jdbc:h2:" + place.directory().resolve("tokens"));
  }

  @Override
  protected Set<Guarantee> guarantees() {
    return Set.of(Guarantee.DURABLE);
  }
}
