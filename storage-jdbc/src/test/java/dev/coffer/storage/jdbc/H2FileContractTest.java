package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageProviderContract;
import java.util.Set;
import org.junit.jupiter.api.Tag;

/** The contract on a file of its own process. */
@Tag("once")
class H2FileContractTest extends StorageProviderContract {

  @Override
  protected StorageOptions options(Place place) {
    return H2.sealed(H2.file(place.directory()), place);
  }

  @Override
  protected Set<Guarantee> guarantees() {
    return Set.of(Guarantee.DURABLE);
  }
}
