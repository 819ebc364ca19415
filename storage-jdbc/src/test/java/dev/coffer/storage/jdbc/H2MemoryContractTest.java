package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageProviderContract;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;

/** The contract in memory, where nothing lasts. */
@Tag("once")
class H2MemoryContractTest extends StorageProviderContract {

  @Override
  protected StorageOptions options(Place place) {
    return H2.sealed(url(place), place);
  }

  private static String url(Place place) {
    return "jdbc:h2:mem:" + place.name();
  }

  @Override
  protected List<byte[]> stored(Place place) {
    return H2.dump(url(place));
  }

  @Override
  protected Set<Guarantee> guarantees() {
    return Set.of();
  }
}
