package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A power cut while a store is made leaves a store or none, and none is in the way of the next. */
class PowerCutAtCreationTest {

  @TempDir
  Path directory;

  @Test
  void aStoreIsThereWholeOrNotAtAll() throws IOException {
    Path log = directory.toRealPath().resolve("made").resolve("store");
    Path key = directory.toRealPath().resolve("key");
    RecordingDisk disk = new RecordingDisk();
    open(disk, log, key, true).close();

    List<DiskStep> steps = disk.steps();
    // Nobody reads what is in a draft: one of each is enough.
    Map<Object, Map<Path, ByteBuffer>> wrecks = new HashMap<>();
    for (int count = 1; count <= steps.size(); count++) {
      for (Map<Path, ByteBuffer> wreck : PowerCut.after(steps.subList(0, count), false)) {
        wrecks.put(Arrays.asList(wreck.keySet(), wreck.get(log)), wreck);
      }
    }
    int whole = 0;
    int number = 0;
    for (Map<Path, ByteBuffer> wreck : wrecks.values()) {
      Path place = Files.createDirectory(directory.resolve("wreck" + number++)).toRealPath();
      for (Map.Entry<Path, ByteBuffer> file : wreck.entrySet()) {
        Files.write(place.resolve(file.getKey().getFileName()), file.getValue().array());
      }
      Path left = place.resolve("store");
      whole += Files.exists(left) ? 1 : 0;
      if (!Files.exists(left)) {
        assertThatExceptionOfType(StorageConfigurationException.class)
            .isThrownBy(() -> open(new LocalDisk(), left, key, false));
      }
      try (StorageBackend made = open(new LocalDisk(), left, key, true)) {
        assertThat(made.scan(ScanRequest.of(RecordId.ENTRIES, 1)).records()).isEmpty();
      }
    }
    assertThat(whole).isPositive().isLessThan(number);
  }

  private static StorageBackend open(Disk disk, Path log, Path key, boolean create) {
    StorageOptions options = StorageOptions.of("encrypted-file")
        .with(Map.of("path", log.toString(), "master-key", "file:" + key, "create", "" + create));
    return new EncryptedFileProvider(new StoreOpening(disk, warning -> {})).open(options);
  }
}
