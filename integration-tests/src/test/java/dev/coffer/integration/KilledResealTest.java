package dev.coffer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Batch;
import dev.coffer.storage.Entry;
import dev.coffer.storage.ListOption;
import dev.coffer.storage.Page;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.Version;
import dev.coffer.storage.crypto.EpochState;
import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.KeyringStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sealing anew in processes that are killed at any moment, one after the other, while processes
 * write: nothing is lost, and what one has left undone the next one does.
 */
@Tag("once")
class KilledResealTest {

  private static final int WRITERS = 2;
  private static final int ENTRIES = 3_000;
  private static final int BATCH = 100;

  /** So many are to be killed with their work half done; and so many at most are started. */
  private static final int KILLED_HALFWAY = 12;

  private static final int MAX_STARTED = 120;

  private static final long LONGEST_LIFE_MILLIS = 600;

  private final Map<String, Version> versions = new HashMap<>();
  private final Random random = new Random(4);

  @TempDir
  private Path folder;

  private StorageOptions options;
  private Path properties;
  private Crew crew;

  @Test
  void nothingIsLostAndTheNextOneGoesOn() throws Exception {
    Properties place = Places.ENCRYPTED_FILE.in(folder);
    place.setProperty("coffer.key-refresh", "500ms");
    options = StorageOptions.from(place);
    properties = Places.write(place, folder);
    try (SecureStorage storage = SecureStorage.open(options)) {
      fill(storage);
      crew = Crew.ofProcesses(WRITERS, properties);
      try (KeyAdministration keys =
          KeyAdministration.open(options).propagation(Duration.ofSeconds(2))) {
        crew.awaitMore(1);
        killHalfway(keys, storage);
        closeAllButTheLast(keys);
        crew.awaitMore(FleetMember.NAMES);
        crew.stop();
        assertThatNothingIsLost(storage);
        crew.assertAllIsIn(storage);
        assertThatOldEpochsAreEmptyAndClosed(keys.status().epochs());
      } finally {
        crew.kill();
      }
    }
  }

  private void fill(SecureStorage storage) {
    for (int first = 0; first < ENTRIES; first += BATCH) {
      Batch.Builder batch = Batch.builder();
      for (int i = first; i < first + BATCH; i++) {
        batch.write("k" + i, secret("k" + i));
      }
      Version version = storage.scoped("rest").apply(batch.build());
      for (int i = first; i < first + BATCH; i++) {
        versions.put("k" + i, version);
      }
    }
  }

  private static Secret secret(String key) {
    return Secret.of((key + " ").repeat(200));
  }

  private void killHalfway(KeyAdministration keys, SecureStorage storage) throws Exception {
    int halfway = 0;
    for (int started = 0; halfway < KILLED_HALFWAY; started++) {
      assertThat(started).as("processes that were started").isLessThan(MAX_STARTED);
      long before = left(keys);
      if (before == 0) {
        rotate(keys);
        before = left(keys);
      }
      boolean killed = isKilled();
      long after = left(keys);
      if (killed && after > 0 && after < before) {
        halfway++;
        assertThatNothingIsLost(storage);
      }
    }
  }

  /** Starts one, and kills it when it has sealed for some time, if it is not done by then. */
  private boolean isKilled() throws IOException, InterruptedException {
    Process process = Jvm.start(ResealProcess.class, properties.toString());
    try {
      assertThat(process.getInputStream().read()).as("the process has begun").isPositive();
      long micros = random.nextLong(TimeUnit.MILLISECONDS.toMicros(LONGEST_LIFE_MILLIS));
      if (process.waitFor(micros, TimeUnit.MICROSECONDS)) {
        assertThat(process.exitValue()).isZero();
        return false;
      }
      return true;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private void rotate(KeyAdministration keys) throws InterruptedException {
    while (!keys.rotate().isActive()) {
      crew.awaitMore(1);
    }
  }

  /** How many records are not of the epoch that seals. */
  private static long left(KeyAdministration keys) {
    return keys.status().epochs().stream()
        .filter(epoch -> epoch.state() != EpochState.PRIMARY)
        .mapToLong(KeyringStatus.EpochStatus::records)
        .sum();
  }

  private void closeAllButTheLast(KeyAdministration keys) throws InterruptedException {
    List<KeyringStatus.EpochStatus> epochs = keys.status().epochs();
    for (KeyringStatus.EpochStatus epoch : epochs.subList(0, epochs.size() - 1)) {
      while (!FleetTest.isClosed(keys, epoch.number())) {
        crew.awaitMore(1);
      }
    }
  }

  private static void assertThatOldEpochsAreEmptyAndClosed(List<KeyringStatus.EpochStatus> epochs) {
    assertThat(epochs).hasSizeGreaterThan(2);
    assertThat(epochs.subList(0, epochs.size() - 1)).allSatisfy(epoch -> {
      assertThat(epoch.state()).isEqualTo(EpochState.CLOSED);
      assertThat(epoch.records()).isZero();
    });
    assertThat(epochs.get(epochs.size() - 1).records())
        .isEqualTo(ENTRIES + WRITERS * FleetMember.NAMES);
  }

  private void assertThatNothingIsLost(SecureStorage storage) {
    Map<String, Version> found = new HashMap<>();
    ListOption[] from = {};
    Page<Entry> page;
    do {
      page = storage.scoped("rest").readAll(from);
      assertThat(page.unreadable()).isEmpty();
      page.items().forEach(entry -> {
        assertThat(entry.value()).isEqualTo(secret(entry.key()));
        found.put(entry.key(), entry.version());
      });
      from = page.next().map(ListOption::after).stream().toArray(ListOption[]::new);
    } while (page.next().isPresent());
    assertThat(found).isEqualTo(versions);
  }
}
