package dev.coffer.storage;

import static dev.coffer.storage.TestStorage.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.StoredRecord;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A copy of one storage into another, with keys of its own. */
class StorageCopyTest {

  private final TestStorage source = new TestStorage();
  private final Target backend = new Target();
  private final SecureStorage target = SecureStorage.over(backend)
      .sealer(new JceSealer(bytes(16, 1), bytes(32, 2)))
      .clock(source)
      .build();

  @Test
  void hasEveryEntryWithItsVersionAndExpiry() {
    fill(250);
    Version expiring = source
        .storage
        .scoped("tenant7", "alice")
        .write("token", Secret.of("t"), WriteOption.expiresAt(START.plusSeconds(60)));
    source.storage.write("empty", Secret.of(""));

    CopyResult result = copy().run();

    assertThat(result.isComplete()).isTrue();
    assertThat(result.copied()).isEqualTo(252);
    assertThat(contents(target)).isEqualTo(contents(source.storage));
    Entry copied = target.scoped("tenant7", "alice").read("token").orElseThrow();
    assertThat(copied.version()).isEqualTo(expiring);
    assertThat(copied.expiresAt()).contains(START.plusSeconds(60));
    assertThat(backend.records.keySet())
        .doesNotContainAnyElementsOf(source.backend.records.keySet());
  }

  @Test
  void leavesOutWhatHasExpired() {
    source.storage.write("gone", Secret.of("x"), WriteOption.expiresAt(START.plusSeconds(1)));
    source.storage.write("there", Secret.of("y"));
    source.pass(Duration.ofSeconds(1));

    assertThat(copy().run().copied()).isEqualTo(1);
    assertThat(backend.records).hasSize(1);
  }

  @Test
  void takesLargeValuesInSeveralBatches() {
    for (int i = 0; i < 9; i++) {
      source.storage.write("large" + i, Secret.of(new byte[Limits.MAX_VALUE_BYTES]));
    }

    assertThat(copy().run().isComplete()).isTrue();
    assertThat(backend.largest).isLessThan(5 * Limits.MAX_VALUE_BYTES);
    assertThat(contents(target)).isEqualTo(contents(source.storage));
  }

  @Test
  void goesOnWhereOneEndedEarly() {
    fill(500);
    backend.failAfter = 3;
    assertThatThrownBy(() -> copy().run())
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining("resume");
    assertThat(backend.records).hasSizeBetween(100, 400);
    int there = backend.records.size();

    backend.gets = 0;
    CopyResult resumed = copy().resume().run();

    assertThat(resumed.isComplete()).isTrue();
    assertThat(resumed.same()).isEqualTo(there);
    assertThat(resumed.copied()).isEqualTo(500 - there);
    assertThat(backend.gets).as("looks at what is not there").isLessThanOrEqualTo(there + 100);
    assertThat(contents(target)).isEqualTo(contents(source.storage));
  }

  @Test
  void refusesATargetThatHoldsSomething() {
    fill(1);
    target.write("mine", Secret.of("precious"));

    assertThatThrownBy(() -> copy().run())
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContaining("not empty");
    assertThatThrownBy(() -> copy().dryRun()).isInstanceOf(StorageConfigurationException.class);
    assertThat(backend.records).hasSize(1);
  }

  @Test
  void bringsATargetUpToDate() {
    fill(3);
    copy().run();
    source.storage.scoped("s0").write("k0", Secret.of("new"));
    source.storage.scoped("s1").delete("k1");
    target.write("other", Secret.of("x"));

    CopyResult withOthers = copy().resume().run();

    assertThat(withOthers.replaced()).isEqualTo(1);
    assertThat(withOthers.same()).isEqualTo(1);
    assertThat(withOthers.others()).isEqualTo(2);
    assertThat(withOthers.isComplete()).isFalse();

    CopyResult equal = copy().resume().deleteOthers().run();

    assertThat(equal.deleted()).isEqualTo(2);
    assertThat(equal.isComplete()).isTrue();
    assertThat(contents(target)).isEqualTo(contents(source.storage));
  }

  @Test
  void replacesWhatWasDamagedInTheTarget() {
    fill(3);
    copy().run();
    damage(backend.records);

    CopyResult resumed = copy().resume().run();

    assertThat(resumed.replaced()).isEqualTo(1);
    assertThat(resumed.isComplete()).isTrue();
    assertThat(contents(target)).isEqualTo(contents(source.storage));
  }

  /** A backend gives what cannot be a record of Coffer's under a version that is not there. */
  @Test
  void tellsWhatWasEditedInTheTargetFromWhatSomebodyWrites() {
    fill(3);
    copy().run();
    backend.shapeless = backend.records.firstKey();

    assertThatThrownBy(() -> copy().resume().run())
        .isInstanceOfSatisfying(UnreadableEntryException.class, edited -> {
          assertThat(edited.entry().key().orElseThrow()).startsWith("k");
          assertThat(edited.entry().path().orElseThrow()).hasSize(1);
        })
        .hasMessageContainingAll("edited", "delete it in the target", "resume");

    backend.before = () -> backend.shapeless = null;
    assertThat(copy().resume().run().isComplete()).as("once it is written").isTrue();
  }

  @Test
  void tellsOfWhatCannotBeReadAndCopiesTheRest() {
    fill(3);
    damage(source.backend.records);

    CopyResult result = copy().run();

    assertThat(result.unreadable()).hasSize(1);
    assertThat(result.copied()).isEqualTo(2);
    assertThat(result.isComplete()).isFalse();
    assertThat(backend.records).hasSize(2);
  }

  @Test
  void countsAllThatCannotBeReadAndNamesTheFirstThousand() {
    fill(1_100);
    source.backend.records.replaceAll((id, record) -> damaged(record));

    CopyResult result = copy().run();

    assertThat(result.unreadableCount()).isEqualTo(1_100);
    assertThat(result.unreadable()).hasSize(1_000);
  }

  @Test
  void isNotCompleteWhereTheTargetHasWhatCannotBeRead() {
    fill(3);
    copy().run();
    StoredRecord first = backend.records.firstEntry().getValue();
    StoredRecord nameless =
        StoredRecord.builder(first.id().append((byte) 7), first.version()).build();
    backend.records.put(nameless.id(), nameless);

    CopyResult resumed = copy().resume().deleteOthers().run();

    assertThat(resumed.same()).isEqualTo(3);
    assertThat(resumed.broken()).isZero();
    assertThat(resumed.unreadableInTarget()).isEqualTo(1);
    assertThat(resumed.isComplete()).isFalse();
    assertThat(backend.records).containsKey(nameless.id());
  }

  @Test
  void whatOnlyTheTargetHasIsAnotherEvenIfItsValueCannotBeRead() {
    fill(3);
    copy().run();
    source.storage.scoped("s0").delete("k0");
    backend.records.replaceAll((id, record) -> damaged(record));

    CopyResult resumed = copy().resume().run();
    assertThat(resumed.replaced()).isEqualTo(2);
    assertThat(resumed.others()).isEqualTo(1);
    assertThat(resumed.isComplete()).isFalse();
    assertThat(copy().resume().deleteOthers().run().isComplete()).isTrue();
  }

  @Test
  void looksUpFewWhereOneSessionExpiresMeanwhile() {
    fill(2_000);
    source.storage.write("session", Secret.of("x"), WriteOption.expiresAt(START.plusSeconds(1)));

    CopyResult result = copy()
        .listener(progress -> {
          if (progress.phase() == CopyProgress.Phase.READING_BACK && backend.gets == 0) {
            source.pass(Duration.ofSeconds(1));
          }
        })
        .run();

    assertThat(result.copied()).isEqualTo(2_001);
    assertThat(result.isComplete()).isTrue();
    assertThat(backend.gets).isLessThan(20);
  }

  @Test
  void noticesThatTheKeyWasClosedWhileItSealed() {
    fill(1);
    JceSealer sealer = new JceSealer(bytes(16, 1), bytes(32, 2));
    RecordSealer closing = (RecordSealer) Proxy.newProxyInstance(
        getClass().getClassLoader(), new Class<?>[] {RecordSealer.class}, (self, method, given) -> {
          if (method.getName().equals("stillOpens")) {
            return false;
          }
          if (method.getName().equals("seal")) {
            source.pass(Duration.ofSeconds(1));
          }
          return method.invoke(sealer, given);
        });
    SecureStorage slow =
        SecureStorage.over(backend).sealer(closing).clock(source).build();
    assertThatThrownBy(() -> StorageCopy.of(source.storage, slow).run())
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining("closed meanwhile");
  }

  @Test
  void findsWhatDoesNotReadBackAsItWasWritten() {
    fill(150);
    backend.forgets = 2;
    assertThat(copy().run().behind()).isEqualTo(2);

    backend.forgets = 0;
    backend.damages = true;
    assertThat(copy().resume().run().broken()).isEqualTo(1);
  }

  @Test
  void aDryRunSaysWhatWouldBeDoneAndChangesNothing() {
    fill(120);

    CopyResult first = copy().dryRun();

    assertThat(first.copied()).isEqualTo(120);
    assertThat(first.isComplete()).isTrue();
    assertThat(backend.records).isEmpty();

    copy().run();
    source.storage.scoped("s0").write("k0", Secret.of("new"));
    source.storage.scoped("s1").delete("k1");
    Map<RecordId, StoredRecord> before = new TreeMap<>(backend.records);
    CopyResult second = copy().resume().deleteOthers().dryRun();

    assertThat(second.replaced()).isEqualTo(1);
    assertThat(second.same()).isEqualTo(118);
    assertThat(second.deleted()).isEqualTo(1);
    assertThat(copy().resume().dryRun().others()).isEqualTo(1);
    assertThat(backend.records).isEqualTo(before);
  }

  @Test
  void neverWritesOverWhatItHasNotSeen() {
    fill(1);
    backend.before = () -> target.scoped("s0").write("k0", Secret.of("theirs"));

    assertThatThrownBy(() -> copy().run()).isInstanceOf(ConflictException.class);
    assertThat(TestStorage.text(target.scoped("s0").read("k0"))).isEqualTo("theirs");
  }

  @Test
  void refusesToCopyAStoreToItself() {
    SecureStorage again = source.over(source.backend);

    assertThatThrownBy(() -> StorageCopy.of(source.storage, source.storage))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContaining("same store");
    assertThatThrownBy(() -> StorageCopy.of(source.storage, again))
        .isInstanceOf(StorageConfigurationException.class);
  }

  @Test
  void refusesAStorageThatIsNotOfTheLibrary() {
    SecureStorage strange = (SecureStorage) Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {SecureStorage.class},
        (self, method, given) -> {
          throw new AssertionError(method);
        });

    assertThatIllegalArgumentException().isThrownBy(() -> StorageCopy.of(strange, target));
    assertThatIllegalArgumentException().isThrownBy(() -> StorageCopy.of(target, strange));
  }

  @Test
  void copiesBetweenStoragesInClearText() {
    SecureStorage one = SecureStorage.over(new MapBackend()).unsealed().build();
    SecureStorage two = SecureStorage.over(new MapBackend()).unsealed().build();
    one.scoped("a").write("k", Secret.of("v"));

    assertThat(StorageCopy.of(one, two).run().isComplete()).isTrue();
    assertThat(contents(two)).isEqualTo(contents(one));
  }

  @Test
  void saysHowFarItIs() {
    fill(250);
    List<String> heard = new ArrayList<>();

    copy().listener(progress -> heard.add(progress.toString())).run();

    assertThat(heard)
        .startsWith("CopyProgress[COPYING, 0 of 250]", "CopyProgress[COPYING, 100 of 250]")
        .endsWith("CopyProgress[READING_BACK, 250 of 250]");
  }

  @Test
  void aListenerThatThrowsEndsTheRunAndItCanBeResumed() {
    fill(250);
    assertThatThrownBy(() -> copy()
            .listener(progress -> {
              if (progress.done() >= 100) {
                throw new IllegalStateException("enough");
              }
            })
            .run())
        .hasMessage("enough");

    assertThat(copy().resume().run().same()).isEqualTo(100);
  }

  private StorageCopy copy() {
    return StorageCopy.of(source.storage, target);
  }

  private void fill(int entries) {
    for (int i = 0; i < entries; i++) {
      source.storage.scoped("s" + i % 10).write("k" + i, Secret.of("value " + i));
    }
  }

  private static Map<String, Entry> contents(SecureStorage storage) {
    Map<String, Entry> contents = new TreeMap<>();
    TestStorage.<Entry>all(storage::readAll, ListOption.recursive())
        .forEach(entry -> contents.put(entry.path() + "/" + entry.key(), entry));
    return contents;
  }

  private static void damage(Map<RecordId, StoredRecord> records) {
    StoredRecord first = records.values().iterator().next();
    records.put(first.id(), damaged(first));
  }

  private static StoredRecord damaged(StoredRecord record) {
    return StoredRecord.builder(record.id(), record.version())
        .expiresAt(record.expiresAt())
        .epoch(record.epoch())
        .suite(record.suite())
        .name(record.name())
        .value(new byte[100])
        .build();
  }

  private static byte[] bytes(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** A backend that can be told to fail, to forget and to damage what it is given. */
  private static final class Target extends MapBackend {

    int failAfter = Integer.MAX_VALUE;
    int forgets;
    boolean damages;

    @Nullable
    RecordId shapeless;

    Runnable before = () -> {};
    int largest;
    int gets;

    @Override
    public synchronized Optional<StoredRecord> get(RecordId id) {
      gets++;
      return id.equals(shapeless)
          ? Optional.of(
              StoredRecord.builder(id, Version.of(new byte[Version.LENGTH])).build())
          : super.get(id);
    }

    @Override
    public synchronized void apply(List<Change> changes, long now) {
      Runnable first = before;
      before = () -> {};
      first.run();
      if (failAfter-- == 0) {
        throw new OutcomeUnknownException("The wire was cut.", null);
      }
      super.apply(changes, now);
      largest = Math.max(
          largest,
          changes.stream()
              .flatMap(change -> change.record().stream())
              .mapToInt(record -> record.value().length)
              .sum());
      for (; forgets > 0; forgets--) {
        records.remove(changes.get(forgets).id());
      }
      if (damages) {
        damages = false;
        Optional<StoredRecord> one = changes.get(0).record();
        records.put(one.orElseThrow().id(), damaged(one.orElseThrow()));
      }
    }
  }
}
