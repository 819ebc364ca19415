package dev.coffer.storage.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Entry;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.Version;
import dev.coffer.storage.WriteOption;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.ForwardingBackend;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sealing everything anew, while others write, and while the one who does it is killed. */
class ResealingTest {

  private static final int ENTRIES = 300;

  @TempDir
  private Path directory;

  private Fleet fleet;
  private SecureStorage node;
  private final Map<String, Version> versions = new HashMap<>();

  @BeforeEach
  void openAStore() {
    fleet = new Fleet(directory);
    node = fleet.node();
    for (int i = 0; i < ENTRIES; i++) {
      versions.put("k" + i, node.write("k" + i, Secret.of("value " + i)));
    }
    fleet.hastyAdministrator().rotate();
  }

  @Test
  void everythingIsOfTheNewEpochAndNothingElseHasChanged() {
    StoredRecord expiring = expiring();

    ResealProgress result = reseal(fleet.shared);

    assertThat(result.resealed()).isEqualTo(ENTRIES + 1);
    assertThat(result.unreadable()).isZero();
    assertThat(result.total()).isEqualTo(ENTRIES + 1);
    assertThat(fleet.records()).extracting(StoredRecord::epoch).containsOnly(2);
    assertThatEntriesAreAsTheyWere();
    StoredRecord anew = fleet.shared.get(expiring.id()).orElseThrow();
    assertThat(anew.version()).isEqualTo(expiring.version());
    assertThat(anew.expiresAt()).isEqualTo(expiring.expiresAt());
  }

  @Test
  void asMuchAsIsPossibleGoesInOneStep() {
    TestBackend counting = new TestBackend(fleet.shared);
    List<Integer> steps = new ArrayList<>();

    try (KeyAdministration keys = fleet.administrator(counting)) {
      keys.reseal(progress -> steps.add((int) progress.resealed()));
    }

    assertThat(steps).containsExactly(0, 100, 200, 300);
    assertThat(counting.changes).hasSize(ENTRIES);
  }

  @Test
  void aStepHasNoMoreBytesThanABackendTakes() {
    Secret large = Secret.of("x".repeat(200_000));
    for (int i = 0; i < 60; i++) {
      node.write("k" + i, large);
    }
    Limited backend = new Limited(fleet.shared);

    reseal(backend);

    assertThat(backend.largest).isBetween(2_000_000L, 2_500_000L);
    assertThat(fleet.records()).extracting(StoredRecord::epoch).containsOnly(2);
  }

  @Test
  void progressHasRateAndTimeLeft() {
    List<ResealProgress> heard = new ArrayList<>();
    StorageBackend slow = new ForwardingBackend(fleet.shared) {
      @Override
      public void apply(List<Change> changes, long now) {
        fleet.clock.advance(Duration.ofSeconds(10));
        super.apply(changes, now);
      }
    };

    try (KeyAdministration keys = fleet.administrator(slow)) {
      keys.reseal(heard::add);
    }

    assertThat(heard.get(0).timeLeft()).isEmpty();
    assertThat(heard.get(0).rate()).isZero();
    assertThat(heard.get(1).elapsed()).isEqualTo(Duration.ofSeconds(10));
    assertThat(heard.get(1).rate()).isEqualTo(10.0);
    assertThat(heard.get(1).timeLeft()).contains(Duration.ofSeconds(20));
    assertThat(heard.get(3).timeLeft()).contains(Duration.ZERO);
  }

  @Test
  void whoWritesOrDeletesMeanwhileWins() {
    fleet.clock.advance(Fleet.REFRESH);
    TestBackend late = new TestBackend(fleet.shared);
    late.beforeApply(() -> {
      node.write("k7", Secret.of("written"));
      node.delete("k8");
    });

    ResealProgress result = reseal(late);

    assertThat(result.resealed()).isEqualTo(ENTRIES - 2);
    assertThat(Fleet.valueOf(node, "k7")).isEqualTo("written");
    assertThat(Fleet.valueOf(node, "k8")).isEqualTo("absent");
    assertThat(fleet.records()).hasSize(ENTRIES - 1);
    assertThat(fleet.records()).extracting(StoredRecord::epoch).containsOnly(2);
  }

  @Test
  void whatAProcessWithOlderKnowledgeWritesMeanwhileIsFoundByAnotherWalk() {
    TestBackend late = new TestBackend(fleet.shared);
    late.beforeApply(() -> versions.put("k7", node.write("k7", Secret.of("value 7"))));

    ResealProgress result = reseal(late);

    assertThat(result.resealed()).isEqualTo(ENTRIES);
    assertThat(fleet.records()).extracting(StoredRecord::epoch).containsOnly(2);
    assertThatEntriesAreAsTheyWere();
  }

  @Test
  void whatDoesNotOpenStaysAsItIsAndIsCounted() {
    StoredRecord whole = fleet.records().get(0);
    byte[] damaged = whole.value();
    damaged[40]++;
    StoredRecord edited = StoredRecord.builder(whole.id(), whole.version())
        .epoch(1)
        .suite(1)
        .name(whole.name())
        .value(damaged)
        .build();
    new TestBackend(fleet.shared).plant(edited);

    ResealProgress result = reseal(fleet.shared);

    assertThat(result.unreadable()).isEqualTo(1);
    assertThat(result.resealed()).isEqualTo(ENTRIES - 1);
    assertThat(fleet.shared.get(whole.id())).contains(edited);
  }

  @Test
  void anOutcomeThatIsNotKnownEndsTheRunAndTheNextGoesOn() {
    TestBackend unsure = new TestBackend(fleet.shared)
        .failingAfterApply(new OutcomeUnknownException("The line went dead.", null));

    assertThatThrownBy(() -> reseal(unsure))
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining("run it again");

    assertThat(reseal(fleet.shared).resealed()).isEqualTo(ENTRIES - 100);
    assertThatEntriesAreAsTheyWere();
  }

  @Test
  void oneThatIsKilledAtAnyStepAmongWritersIsFinishedByTheNext() {
    fleet.clock.advance(Fleet.REFRESH);
    int calls = 0;
    boolean killed = true;
    while (killed) {
      fleet.hastyAdministrator().rotate();
      fleet.clock.advance(Fleet.REFRESH);
      Mortal mortal = new Mortal(fleet.shared, calls);
      killed = isKilled(mortal);
      calls++;

      assertThatEntriesAreAsTheyWere();
      reseal(fleet.shared);
      assertThat(fleet.administrator().status().epochs().subList(0, calls + 1))
          .extracting(KeyringStatus.EpochStatus::records)
          .containsOnly(0L);
      assertThatEntriesAreAsTheyWere();
    }
    assertThat(calls).as("steps at which it was killed").isGreaterThan(10);
  }

  private boolean isKilled(StorageBackend backend) {
    try {
      reseal(backend);
      return false;
    } catch (Mortal.KilledError killed) {
      return true;
    }
  }

  /** A backend of a process that is killed before, or right after, one of its calls. */
  private final class Mortal extends ForwardingBackend {

    private static final class KilledError extends Error {
      private static final long serialVersionUID = 1L;
    }

    private final AtomicInteger left;

    private Mortal(StorageBackend delegate, int calls) {
      super(delegate);
      this.left = new AtomicInteger(calls);
    }

    private void step() {
      if (left.getAndDecrement() == 0) {
        throw new KilledError();
      }
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      step();
      return super.get(id);
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      step();
      return super.scan(request);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      step();
      write("k" + Math.floorMod(left.get(), ENTRIES));
      super.apply(changes, now);
      write("k" + Math.floorMod(left.get() + 100, ENTRIES));
      step();
    }

    private void write(String key) {
      Entry entry = node.read(key).orElseThrow();
      versions.put(key, node.write(key, entry.value(), WriteOption.ifVersion(entry.version())));
    }
  }

  /** A backend that notes the most bytes that it was given at once. */
  private static final class Limited extends ForwardingBackend {
    private long largest;

    private Limited(StorageBackend delegate) {
      super(delegate);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      long bytes = changes.stream()
          .flatMap(change -> change.record().stream())
          .mapToLong(record -> record.name().length + record.value().length)
          .sum();
      largest = Math.max(largest, bytes);
      super.apply(changes, now);
    }
  }

  private ResealProgress reseal(StorageBackend backend) {
    try (KeyAdministration keys = fleet.administrator(backend)) {
      return keys.reseal(progress -> {});
    }
  }

  /** An entry that has expired and was not purged. */
  private StoredRecord expiring() {
    Version version = node.write(
        "expiring",
        Secret.of("short"),
        WriteOption.expiresAt(fleet.clock.instant().plusSeconds(1)));
    fleet.clock.advance(Duration.ofSeconds(2));
    return fleet.records().stream()
        .filter(record -> record.version().equals(version))
        .findFirst()
        .orElseThrow();
  }

  private void assertThatEntriesAreAsTheyWere() {
    try (SecureStorage reader = fleet.node()) {
      for (int i = 0; i < ENTRIES; i++) {
        Entry entry = reader.read("k" + i).orElseThrow();
        assertThat(entry.value()).isEqualTo(Secret.of("value " + i));
        assertThat(entry.version()).isEqualTo(versions.get("k" + i));
      }
    }
  }
}
