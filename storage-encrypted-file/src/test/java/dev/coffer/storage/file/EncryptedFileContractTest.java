package dev.coffer.storage.file;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.tck.StorageBackendContract;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

class EncryptedFileContractTest extends StorageBackendContract {

  @TempDir
  Path directory;

  @Override
  protected StorageBackend open(String place) {
    StorageOptions options = Stores.options(directory.resolve(place)).with("create", "true");
    return new EncryptedFileProvider().open(options);
  }

  @Override
  protected Set<Guarantee> guarantees() {
    return Set.of(Guarantee.DURABLE, Guarantee.SHARED);
  }
}
