package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.StorageBackend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store is not written where other machines write as well, unless somebody says so. */
class NetworkFileSystemsTest {

  @TempDir
  Path directory;

  private final StoreOpening opening =
      new StoreOpening(new LocalDisk(), warning -> {}, path -> Optional.of("nfs4"));

  private StorageOptions options() {
    return Stores.options(directory.resolve("store"));
  }

  @Test
  void theUsualOnesAreKnownByTheirNames() {
    assertThat(new String[] {"nfs", "nfs4", "CIFS", "smb3", "9p", "fuse.sshfs", "fuse.s3fs"})
        .allMatch(NetworkFileSystems::isOne);
    assertThat(new String[] {"ext4", "xfs", "btrfs", "tmpfs", "apfs", "NTFS", "fuse.ntfs-3g"})
        .noneMatch(NetworkFileSystems::isOne);
  }

  @Test
  void thePlaceOfAFileThatIsNotThereYetIsLookedAt() throws IOException {
    assertThat(NetworkFileSystems.of(directory.resolve("not").resolve("there"))).isEmpty();
  }

  @Test
  void aStoreThereIsRefusedBeforeAnythingIsMade() {
    assertThatExceptionOfType(StorageConfigurationException.class)
        .isThrownBy(() -> opening.open(options().with("create", "true")))
        .withMessageContaining("nfs4")
        .withMessageContaining("network-file-system=true");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void itIsOpenedToBeReadAndForWhoeverInsists() {
    Stores.create(directory.resolve("store")).close();

    try (StorageBackend reader = opening.open(options().with("read-only", "true"));
        StorageBackend writer = opening.open(options().with("network-file-system", "true"))) {
      assertThat(reader.storeId()).isPresent();
      assertThat(writer.storeId()).isPresent();
    }
  }
}
