package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.MASTER_KEY_BYTES;
import static dev.coffer.storage.crypto.Fixtures.OPTIONS;
import static dev.coffer.storage.crypto.Fixtures.STORE_ID;
import static dev.coffer.storage.crypto.Fixtures.masterKey;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.KeyUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Keys in a keyring that behaves, and in those that do not; the real one is in integration-tests.
 */
class OsKeyringMasterKeysTest {

  private static final String PLACE = "coffer/alice";

  private final Map<String, String> kept = new ConcurrentHashMap<>();

  @TempDir
  private Path directory;

  private OsKeyringMasterKeys kind;

  @BeforeEach
  void openTheKeyring() {
    kind = kind(Fault.NONE);
  }

  /** How a keyring may fail a caller. */
  private enum Fault {
    NONE,
    TAKES_NOTHING,
    GIVES_NOTHING,
    DELETES_NOTHING,
    FORGETS_ALL_BUT_PROBES,
    MISSES_A_KEY_ONCE
  }

  @Test
  void aKeyIsMadeOnceAndOpensWhatItWrapped() {
    byte[] keyring = Keyring.create(kind.openOrCreate(PLACE, OPTIONS), STORE_ID).toBytes();

    assertThat(kept).containsOnlyKeys(PLACE);
    assertThat(Keyring.open(keyring, kind.open(PLACE, OPTIONS)).storeId()).isEqualTo(STORE_ID);
    assertThat(Keyring.open(keyring, kind.openOrCreate(PLACE, OPTIONS)).storeId())
        .isEqualTo(STORE_ID);
    assertThat(kind.open(PLACE, OPTIONS).source()).isEqualTo("os-keyring:coffer/alice");
  }

  @Test
  void itsSlotsNameItsPlaceAndOpenFromAFileToo() {
    kept.put(PLACE, new String(KeyFileText.format(MASTER_KEY_BYTES), US_ASCII).strip());
    MasterKey key = kind.open(PLACE, OPTIONS);
    byte[] keyring = Keyring.create(key, STORE_ID).toBytes();

    assertThat(key.slotKind()).isEqualTo(Slot.OS_KEYRING);
    assertThat(key.newSlotParameters()).isEqualTo(PLACE.getBytes(US_ASCII));
    assertThat(Keyring.open(keyring, masterKey()).storeId()).isEqualTo(STORE_ID);
  }

  @Test
  void manyThatMakeItAtOnceEndWithOneKey() throws Exception {
    List<MasterKey> keys = Race.of(16, () -> kind(Fault.NONE).openOrCreate(PLACE, OPTIONS));

    byte[] keyring = Keyring.create(keys.get(0), STORE_ID).toBytes();
    assertThat(keys)
        .allSatisfy(key -> assertThat(Keyring.open(keyring, key).storeId()).isEqualTo(STORE_ID));
  }

  @Test
  void aKeyThatIsNotThereIsToldFromAKeyringThatCannotBeUsed() {
    assertThatUnavailable(() -> kind.open(PLACE, OPTIONS))
        .hasMessageContaining("is not there, though the keyring itself can be used");
    assertThat(kept).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"TAKES_NOTHING", "GIVES_NOTHING", "DELETES_NOTHING"})
  void aKeyringThatFailsItsProbeIsNotUsed(Fault fault) {
    OsKeyringMasterKeys broken = kind(fault);

    for (ThrowingCallable use : List.<ThrowingCallable>of(
        () -> broken.openOrCreate(PLACE, OPTIONS), () -> broken.open(PLACE, OPTIONS))) {
      assertThatUnavailable(use)
          .hasMessageContaining("keyring cannot be used")
          .hasMessageContaining("another kind of master key");
    }
    assertThat(kept).doesNotContainKey(PLACE);
  }

  @Test
  void aKeyThatIsNotKeptIsNotUsed() {
    assertThatUnavailable(() -> kind(Fault.FORGETS_ALL_BUT_PROBES).openOrCreate(PLACE, OPTIONS))
        .hasMessageContaining("was not kept");
  }

  @Test
  void aKeyThatIsThereIsNotWrittenOverWhereItWasMissedOnce() {
    String there = new String(KeyFileText.format(MASTER_KEY_BYTES), US_ASCII).strip();
    kept.put(PLACE, there);

    kind(Fault.MISSES_A_KEY_ONCE).openOrCreate(PLACE, OPTIONS).close();

    assertThat(kept).containsEntry(PLACE, there);
  }

  @Test
  void withoutASessionNothingElseIsUsedInItsPlace() {
    OsKeyringMasterKeys headless = new OsKeyringMasterKeys(
        () -> {
          throw new OsKeyring.FailedException("this session has none, or no way to it");
        },
        directory.resolve("lock"));

    assertThatUnavailable(() -> headless.openOrCreate(PLACE, OPTIONS))
        .hasMessageContaining("this session has none");
    assertThatUnavailable(() -> headless.open(PLACE, OPTIONS))
        .hasMessageContaining("this session has none");
  }

  @Test
  void withoutTheLibraryTheErrorNamesIt() {
    assertThatUnavailable(() -> new OsKeyringMasterKeys().open(PLACE, OPTIONS))
        .hasMessageContaining("com.github.javakeyring:java-keyring");
  }

  @Test
  void aForeignTextIsNoKeyAndNeitherShownNorReplaced() {
    kept.put(PLACE, "hunter2");

    assertThatUnavailable(() -> kind.open(PLACE, OPTIONS))
        .hasMessageContaining("another kind of file")
        .hasMessageNotContaining("hunter2");
    assertThatUnavailable(() -> kind.openOrCreate(PLACE, OPTIONS))
        .hasMessageNotContaining("hunter2");
    assertThat(kept).containsEntry(PLACE, "hunter2");
  }

  @Test
  void theLockOfCreatorsIsForTheUserAlone() throws Exception {
    kind.openOrCreate(PLACE, OPTIONS).close();

    assertThat(Files.getPosixFilePermissions(directory.resolve("lock"))).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "coffer", "coffer/", "/alice", "coffer//alice", "coffer/al\nice"})
  void aPlaceHasServiceAndAccount(String place) {
    assertThat(kind.problem(place, OPTIONS)).isPresent();
    assertThat(kind.problem("my app/team/alice@example.com", OPTIONS)).isEmpty();
  }

  private OsKeyringMasterKeys kind(Fault fault) {
    return new OsKeyringMasterKeys(() -> new FakeKeyring(fault), directory.resolve("lock"));
  }

  private static AbstractThrowableAssert<?, ?> assertThatUnavailable(ThrowingCallable refused) {
    return assertThatThrownBy(refused)
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("os-keyring:" + PLACE);
  }

  /** A keyring in memory. */
  private final class FakeKeyring implements OsKeyring {

    private final Fault fault;

    FakeKeyring(Fault fault) {
      this.fault = fault;
    }

    private boolean hasMissed;

    @Override
    public Optional<String> find(String service, String account) {
      if (fault == Fault.MISSES_A_KEY_ONCE && !account.startsWith("probe-") && !hasMissed) {
        hasMissed = true;
        return Optional.empty();
      }
      return fault == Fault.GIVES_NOTHING
          ? Optional.empty()
          : Optional.ofNullable(kept.get(service + "/" + account));
    }

    @Override
    public void put(String service, String account, String text) throws FailedException {
      if (fault == Fault.TAKES_NOTHING) {
        throw new FailedException("it took nothing");
      }
      if (fault != Fault.FORGETS_ALL_BUT_PROBES || account.startsWith("probe-")) {
        kept.put(service + "/" + account, text);
      }
    }

    @Override
    public void delete(String service, String account) {
      if (fault != Fault.DELETES_NOTHING) {
        kept.remove(service + "/" + account);
      }
    }

    @Override
    public void close() {}
  }
}
