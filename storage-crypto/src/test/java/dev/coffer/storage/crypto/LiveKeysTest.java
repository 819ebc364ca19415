package dev.coffer.storage.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.UnreadableEntryException;
import dev.coffer.storage.spi.ForwardingBackend;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an open store follows a keyring that others change. */
class LiveKeysTest {

  @TempDir
  private Path directory;

  private Fleet fleet;
  private Watched backend;
  private SecureStorage node;

  @BeforeEach
  void openAStore() {
    fleet = new Fleet(directory);
    backend = new Watched();
    node = fleet.node(backend);
    node.write("token", Secret.of("one"));
    backend.looks = 0;
  }

  /** A backend that counts looks at the keyring, and can refuse them. */
  private final class Watched extends ForwardingBackend {
    private int looks;
    private boolean down;

    private Watched() {
      super(fleet.shared);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      if (id.equals(RecordId.KEYRING)) {
        looks++;
        if (down) {
          throw new StorageUnavailableException("The line is dead.", null);
        }
      }
      return super.get(id);
    }
  }

  @Test
  void theKeyringIsLookedAtFromHalfTheRefreshIntervalOnAndThenNotForAnotherHalf() {
    fleet.clock.advance(Duration.ofSeconds(29));
    node.write("token", Secret.of("two"));
    assertThat(backend.looks).isZero();

    fleet.clock.advance(Duration.ofSeconds(1));
    node.write("token", Secret.of("three"));
    node.write("token", Secret.of("four"));
    assertThat(backend.looks).isEqualTo(1);

    fleet.clock.advance(Duration.ofSeconds(30));
    node.write("token", Secret.of("five"));
    assertThat(backend.looks).isEqualTo(2);
  }

  @Test
  void readingNeedsNoLook() {
    fleet.clock.advance(Duration.ofDays(1));

    assertThat(Fleet.valueOf(node, "token")).isEqualTo("one");
    assertThat(node.readAll().items()).hasSize(1);
    assertThat(backend.looks).isZero();
  }

  @Test
  void nothingIsSealedWithKnowledgeOlderThanTheRefreshInterval() {
    backend.down = true;
    fleet.clock.advance(Duration.ofSeconds(59));
    node.write("token", Secret.of("two"));

    fleet.clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> node.write("token", Secret.of("three")))
        .isInstanceOf(StorageUnavailableException.class);

    backend.down = false;
    node.write("token", Secret.of("four"));
    assertThat(Fleet.valueOf(node, "token")).isEqualTo("four");
  }

  @Test
  void anOutageMayBeBridgedForSoLongAndNoLonger() {
    SecureStorage patient =
        fleet.node(backend, fleet.options().with(KeyringOptions.OUTAGE, Duration.ofMinutes(10)));
    patient.write("token", Secret.of("two"));
    backend.down = true;

    fleet.clock.advance(Duration.ofMinutes(11).minusMillis(1));
    patient.write("token", Secret.of("three"));
    backend.looks = 0;
    patient.write("token", Secret.of("four"));
    assertThat(backend.looks).as("looks so soon after one that failed").isZero();

    fleet.clock.advance(Duration.ofMillis(1));
    assertThatThrownBy(() -> patient.write("token", Secret.of("five")))
        .isInstanceOf(StorageUnavailableException.class);
    assertThat(Fleet.valueOf(patient, "token")).isEqualTo("four");
  }

  @Test
  void aClockThatIsSetBackMakesKnowledgeOld() {
    fleet.clock.advance(Duration.ofHours(-1));

    node.write("token", Secret.of("two"));

    assertThat(backend.looks).isEqualTo(1);
  }

  @Test
  void aRecordOfAnEpochThatIsNotKnownIsOpenedAfterOneLook() {
    fleet.hastyAdministrator().rotate();
    fleet.node().write("token", Secret.of("two"));

    assertThat(Fleet.valueOf(node, "token")).isEqualTo("two");
    assertThat(Fleet.valueOf(node, "token")).isEqualTo("two");

    assertThat(backend.looks).isEqualTo(1);
  }

  @Test
  void madeUpEpochsAreLookedForAtABoundedRate() {
    StoredRecord record = fleet.records().get(0);
    for (int look = 1; look <= ReloadRate.BURST; look++) {
      assertUnreadable(record, 1 + look);
      assertThat(backend.looks).isEqualTo(look);
    }
    for (int i = 0; i < 100; i++) {
      assertUnreadable(record, 500 + i);
    }
    assertThat(backend.looks).isEqualTo(ReloadRate.BURST);

    fleet.clock.advance(Duration.ofSeconds(1));
    assertUnreadable(record, 2);
    assertUnreadable(record, 3);
    assertThat(backend.looks).isEqualTo(ReloadRate.BURST + 1);
  }

  @Test
  void epochsThatNoKeyringCanHaveAreNotLookedFor() {
    StoredRecord record = fleet.records().get(0);

    assertUnreadable(record, 0);
    assertUnreadable(record, 1 + KeyringFormat.MAX_EPOCHS + 1);
    assertUnreadable(record, -1);

    assertThat(backend.looks).isZero();
  }

  @Test
  void thatTheKeyringCannotBeLookedAtIsNotTakenForAnUnreadableEntry() {
    fleet.hastyAdministrator().rotate();
    fleet.node().write("token", Secret.of("two"));
    backend.down = true;

    assertThatThrownBy(() -> node.read("token")).isInstanceOf(StorageUnavailableException.class);

    backend.down = false;
    assertThat(Fleet.valueOf(node, "token")).isEqualTo("two");
  }

  @Test
  void aKeyringThatIsSetBackIsNoticedAndSealsNothing() {
    StoredRecord old = keyring();
    fleet.hastyAdministrator().rotate();
    fleet.clock.advance(Fleet.REFRESH);
    node.write("token", Secret.of("two"));

    new TestBackend(fleet.shared).plant(old);
    fleet.clock.advance(Fleet.REFRESH);

    assertRefused("set back from generation 2 to 1");
    assertThat(Fleet.valueOf(node, "token")).isEqualTo("two");
    assertThatThrownBy(() -> fleet.node().read("token"))
        .isInstanceOf(UnreadableEntryException.class)
        .hasMessageContaining("no key of its epoch 2");
  }

  @Test
  void anotherKeyringOfTheSameGenerationIsNoticed() {
    StoredRecord old = keyring();
    fleet.hastyAdministrator().rotate();
    fleet.clock.advance(Fleet.REFRESH);
    node.write("token", Secret.of("two"));

    new TestBackend(fleet.shared).plant(old);
    fleet.hastyAdministrator().rotate();
    fleet.clock.advance(Fleet.REFRESH);

    assertRefused("another one of its generation");
  }

  @Test
  void aKeyringThatIsGoneIsNoticedAndNoneIsMade() {
    new TestBackend(fleet.shared).uproot(RecordId.KEYRING);
    fleet.clock.advance(Fleet.REFRESH);

    assertRefused("is not there any more");
    assertThatThrownBy(() -> fleet.administrator().rotate()).hasMessageContaining("no keyring");
    assertThat(fleet.shared.get(RecordId.KEYRING)).isEmpty();
    assertThat(Fleet.valueOf(node, "token")).isEqualTo("one");
  }

  @Test
  void aKeyringOfAnotherStoreUnderTheSameMasterKeyIsNoticed() {
    TestBackend other = new TestBackend();
    fleet.node(other);
    KeyAdministration.over(other, fleet.options()).propagation(Duration.ZERO).rotate();
    new TestBackend(fleet.shared).plant(other.get(RecordId.KEYRING).orElseThrow());
    fleet.clock.advance(Fleet.REFRESH);

    assertRefused("that of another store");
  }

  @Test
  void aLaterGenerationIsOpenedWithoutTheMasterKey() throws Exception {
    KeyAdministration keys = fleet.hastyAdministrator();
    Files.delete(directory.resolve("master.key"));

    for (int epoch = 2; epoch < 5; epoch++) {
      keys.rotate();
      fleet.clock.advance(Fleet.REFRESH);
      node.write("token", Secret.of("of epoch " + epoch));
      assertThat(fleet.records().get(0).epoch()).isEqualTo(epoch);
    }
    assertThat(Fleet.valueOf(node, "token")).isEqualTo("of epoch 4");
  }

  @Test
  void aNewStoreKeyNeedsTheMasterKeyAndAnOutageOfThatCanBeBridgedToo() throws Exception {
    StorageOptions bridging = fleet.options().with(KeyringOptions.OUTAGE, Duration.ofMinutes(10));
    SecureStorage patient = fleet.node(backend, bridging);
    patient.write("token", Secret.of("two"));
    KeyAdministration keys = fleet.hastyAdministrator();
    int second = keys.addSlot(Fixtures.anotherMasterKey());
    keys.removeSlots(Set.of(second), List.of());
    Path key = directory.resolve("master.key");
    Path away = directory.resolve("away.key");
    Files.move(key, away);
    fleet.clock.advance(Fleet.REFRESH);

    patient.write("token", Secret.of("three"));
    assertThatThrownBy(() -> node.write("token", Secret.of("three")))
        .isInstanceOf(StorageUnavailableException.class)
        .hasMessageContaining("not to be had now");
    fleet.clock.advance(Duration.ofMinutes(10));
    assertThatThrownBy(() -> patient.write("token", Secret.of("four")))
        .isInstanceOf(StorageUnavailableException.class);

    Files.move(away, key);
    patient.write("token", Secret.of("five"));
    assertThat(fleet.records().get(0).epoch()).isEqualTo(2);
  }

  @Test
  void aSealThatWasUnderWayWhenTheEpochChangedIsMade() {
    TinkSealer sealer = (TinkSealer) new TinkSealerProvider().open(fleet.options(), backend);
    int epoch = sealer.epoch();
    fleet.hastyAdministrator().rotate();
    fleet.clock.advance(Duration.ofSeconds(30));
    assertThat(sealer.epoch()).isEqualTo(2);

    assertThat(sealer.seal(epoch, Fixtures.PLAINTEXT, Fixtures.BINDING)).isNotEmpty();

    fleet.clock.advance(Duration.ofSeconds(30));
    assertThatThrownBy(() -> sealer.seal(epoch, Fixtures.PLAINTEXT, Fixtures.BINDING))
        .isInstanceOf(KeyUnavailableException.class);
  }

  private void assertRefused(String how) {
    assertThatThrownBy(() -> node.write("token", Secret.of("late")))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining(how);
  }

  private void assertUnreadable(StoredRecord record, int epoch) {
    StoredRecord edited = StoredRecord.builder(record.id(), record.version())
        .epoch(epoch)
        .suite(record.suite())
        .name(record.name())
        .value(record.value())
        .build();
    new TestBackend(fleet.shared).plant(edited);
    assertThatThrownBy(() -> node.read("token")).isInstanceOf(UnreadableEntryException.class);
  }

  private StoredRecord keyring() {
    return fleet.shared.get(RecordId.KEYRING).orElseThrow();
  }
}
