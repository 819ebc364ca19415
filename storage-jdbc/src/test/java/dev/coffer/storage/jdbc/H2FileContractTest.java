package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.tck.StorageBackendContract;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a file of its own process. */
class H2FileContractTest extends StorageBackendContract {

  @TempDir
  Path directory;

  @Override
  protected StorageBackend open(String place) {
    return H2.create("jdbc:h2:" + directory.resolve(place));
  }

  @Override
  protected Set<Guarantee> guarantees() {
    return Set.of(Guarantee.DURABLE);
  }
}
