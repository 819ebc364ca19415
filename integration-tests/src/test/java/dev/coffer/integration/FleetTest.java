package dev.coffer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.ListOption;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.crypto.EpochState;
import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.crypto.KeyChangeRefusedException;
import dev.coffer.storage.crypto.KeyringStatus;
import dev.coffer.storage.crypto.TinkSealerProvider;
import dev.coffer.storage.memory.MemoryBackend;
import dev.coffer.storage.spi.StorageBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A fleet that uses one store while its keys are rotated, sealed anew, and closed. */
@Tag("once")
class FleetTest {

  private static final int SIZE = 8;
  private static final int ROTATIONS = 5;
  private static final int CREATORS = 20;

  @TempDir
  private Path folder;

  /** A clock that goes on when the test says so. */
  private static final class HandClock implements InstantSource {
    private final AtomicReference<Instant> now =
        new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));

    @Override
    public Instant instant() {
      return now.get();
    }

    private void advance(Duration time) {
      now.updateAndGet(instant -> instant.plus(time));
    }
  }

  /** What lets time pass, in which every member does something. */
  private interface Pace {
    void step() throws Exception;
  }

  @Test
  void processesOverAnEncryptedFileNoticeNothing() throws Exception {
    Properties properties = Places.ENCRYPTED_FILE.in(folder);
    properties.setProperty("coffer.key-refresh", "500ms");
    StorageOptions options = StorageOptions.from(properties);
    SecureStorage.open(options).close();
    Crew crew = Crew.ofProcesses(SIZE, Places.write(properties, folder));
    try (KeyAdministration keys =
        KeyAdministration.open(options).propagation(Duration.ofSeconds(2))) {
      rotateUnder(crew, keys, () -> crew.awaitMore(1));
      try (SecureStorage storage = SecureStorage.open(options)) {
        assertThatAllIsThere(crew, storage, keys);
      }
    } finally {
      crew.kill();
    }
  }

  @Test
  void instancesOverADatabaseNoticeNothing() throws Exception {
    HandClock clock = new HandClock();
    StorageOptions options = Places.JDBC.options(folder).clock(clock);
    SecureStorage.open(options).close();
    try (KeyAdministration keys = KeyAdministration.open(options)) {
      rotateUnderThreads(clock, keys, () -> SecureStorage.open(options));
    }
  }

  @Test
  void instancesOverMemoryNoticeNothing() throws Exception {
    HandClock clock = new HandClock();
    StorageBackend shared = new MemoryBackend();
    StorageOptions options = StorageOptions.of("memory")
        .with("master-key", "file:" + folder.resolve("master.key"))
        .with("create", "true")
        .clock(clock);
    Supplier<SecureStorage> member = () -> SecureStorage.over(shared)
        .sealer(new TinkSealerProvider().open(options, shared))
        .clock(clock)
        .build();
    member.get().close();
    try (KeyAdministration keys = KeyAdministration.over(shared, options)) {
      rotateUnderThreads(clock, keys, member);
    }
  }

  private static void rotateUnderThreads(
      HandClock clock, KeyAdministration keys, Supplier<SecureStorage> member) throws Exception {
    List<SecureStorage> storages = new ArrayList<>();
    for (int i = 0; i <= SIZE; i++) {
      storages.add(member.get());
    }
    SecureStorage reader = storages.remove(SIZE);
    Crew crew = Crew.ofThreads(storages);
    try {
      rotateUnder(crew, keys, () -> {
        clock.advance(Duration.ofSeconds(30));
        crew.awaitMore(2);
      });
      assertThatAllIsThere(crew, reader, keys);
    } finally {
      crew.kill();
      storages.forEach(SecureStorage::close);
      reader.close();
    }
  }

  /** Each epoch is closed while the next one waits to seal. */
  private static void rotateUnder(Crew crew, KeyAdministration keys, Pace pace) throws Exception {
    crew.awaitMore(1);
    for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
      while (!keys.rotate().isActive()) {
        pace.step();
      }
      if (rotation < ROTATIONS) {
        keys.rotate();
      }
      while (!isClosed(keys, rotation)) {
        pace.step();
      }
    }
    crew.awaitMore(FleetMember.NAMES);
    crew.stop();
  }

  /** Seals anew, and closes the epoch if nothing needs it. */
  static boolean isClosed(KeyAdministration keys, int epoch) {
    try {
      keys.reseal(progress -> {});
      keys.closeEpoch(epoch);
      return true;
    } catch (KeyChangeRefusedException notYet) {
      return false;
    }
  }

  private static void assertThatAllIsThere(
      Crew crew, SecureStorage storage, KeyAdministration keys) {
    crew.assertAllIsIn(storage);
    assertThat(storage.readAll(ListOption.recursive()).unreadable()).isEmpty();
    List<KeyringStatus.EpochStatus> epochs = keys.status().epochs();
    assertThat(epochs.subList(0, ROTATIONS)).allSatisfy(epoch -> {
      assertThat(epoch.state()).isEqualTo(EpochState.CLOSED);
      assertThat(epoch.records()).isZero();
    });
    assertThat(epochs.get(ROTATIONS).records()).isEqualTo(SIZE * FleetMember.NAMES);
  }

  @ParameterizedTest
  @EnumSource(
      value = Places.class,
      names = {"ENCRYPTED_FILE", "JDBC"},
      mode = Mode.INCLUDE)
  void twentyThatCreateOneStoreAtOnceReadEachOther(Places place) throws Exception {
    StorageOptions options = place.options(folder);
    List<SecureStorage> storages = atOnce(creator -> {
      SecureStorage storage = SecureStorage.open(options);
      storage.write("k" + creator, Secret.of("by " + creator));
      return storage;
    });

    for (SecureStorage storage : storages) {
      for (int creator = 0; creator < CREATORS; creator++) {
        assertThat(storage.read("k" + creator).orElseThrow().value())
            .isEqualTo(Secret.of("by " + creator));
      }
    }
    storages.forEach(SecureStorage::close);
    try (KeyAdministration keys = KeyAdministration.open(options)) {
      assertThat(keys.status().generation()).isEqualTo(1);
    }
  }

  /** What one of several does at once. */
  private interface Creation {
    SecureStorage by(int creator) throws Exception;
  }

  private static List<SecureStorage> atOnce(Creation creation) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CREATORS);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<SecureStorage>> running = new ArrayList<>();
      for (int i = 0; i < CREATORS; i++) {
        int creator = i;
        Callable<SecureStorage> task = () -> {
          start.await();
          return creation.by(creator);
        };
        running.add(threads.submit(task));
      }
      start.countDown();
      List<SecureStorage> storages = new ArrayList<>();
      for (Future<SecureStorage> each : running) {
        storages.add(each.get(2, TimeUnit.MINUTES));
      }
      return storages;
    } finally {
      threads.shutdownNow();
    }
  }
}
