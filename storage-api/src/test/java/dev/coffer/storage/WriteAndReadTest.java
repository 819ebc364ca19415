package dev.coffer.storage;

import static dev.coffer.storage.TestStorage.START;
import static dev.coffer.storage.TestStorage.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteAndReadTest {

  private final TestStorage test = new TestStorage();
  private final StorageScope alice = test.storage.scoped("tenant7", "alice");

  @Test
  void whatWasWrittenIsReadWithItsVersionAndPlace() {
    Version version = alice.write("token", Secret.of("v1"));
    Entry entry = alice.read("token").orElseThrow();
    assertThat(entry.value()).isEqualTo(Secret.of("v1"));
    assertThat(entry.version()).isEqualTo(version);
    assertThat(entry.path()).containsExactly("tenant7", "alice");
    assertThat(entry.key()).isEqualTo("token");
    assertThat(entry.expiresAt()).isEmpty();
  }

  @Test
  void eachWriteReplacesTheWholeAndHasItsOwnVersion() {
    Version first =
        alice.write("token", Secret.of("v1"), WriteOption.expiresAt(START.plusSeconds(60)));
    Version second = alice.write("token", Secret.of("v1"));
    assertThat(second).isNotEqualTo(first);
    assertThat(alice.read("token").orElseThrow().expiresAt()).isEmpty();
  }

  @Test
  void anEntryIsAbsentFromItsExpiryOn() {
    alice.write("token", Secret.of("v1"), WriteOption.expiresAt(START.plusMillis(1_000)));
    test.pass(Duration.ofMillis(999));
    assertThat(alice.read("token")).isPresent();
    test.pass(Duration.ofMillis(1));
    assertThat(alice.read("token")).isEmpty();
    alice.write("token", Secret.of("v2"), WriteOption.ifAbsent());
    assertThat(text(alice.read("token"))).isEqualTo("v2");
  }

  @Test
  void expiryIsCutToMillisecondsOnBothSidesOf1970() {
    Instant time = START.plusNanos(1_999_999);
    alice.write("token", Secret.of("v1"), WriteOption.expiresAt(time));
    assertThat(alice.read("token").orElseThrow().expiresAt()).contains(START.plusMillis(1));
    assertThat(WriteOption.expiresAt(Instant.ofEpochSecond(0, -1)))
        .hasToString("expiresAt 1969-12-31T23:59:59.999Z");
  }

  @Test
  void anExpiryInThePastIsAnEntryThatIsAbsentAtOnce() {
    alice.write("token", Secret.of("v1"), WriteOption.expiresAt(START.minusSeconds(1)));
    assertThat(alice.read("token")).isEmpty();
  }

  @Test
  void anExpiryOutOfRangeIsRefused() {
    for (Instant time : List.of(
        Instant.MAX,
        Instant.MIN,
        Instant.ofEpochMilli(Long.MAX_VALUE),
        Instant.ofEpochMilli(Long.MIN_VALUE))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WriteOption.expiresAt(time))
          .withMessageContaining("2^63");
    }
  }

  @Test
  void ifAbsentRefusesWhatIsThere() {
    alice.write("token", Secret.of("v1"), WriteOption.ifAbsent());
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> alice.write("token", Secret.of("v2"), WriteOption.ifAbsent()))
        .satisfies(conflict -> assertThat(conflict.key()).isEqualTo("token"))
        .withMessageNotContaining("token");
    assertThat(text(alice.read("token"))).isEqualTo("v1");
  }

  @Test
  void ifVersionRefusesAnyOtherVersionAndAbsence() {
    Version first = alice.write("token", Secret.of("v1"));
    Version second = alice.write("token", Secret.of("v2"), WriteOption.ifVersion(first));
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> alice.write("token", Secret.of("v3"), WriteOption.ifVersion(first)));
    assertThat(text(alice.read("token"))).isEqualTo("v2");
    alice.delete("token", second);
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> alice.write("token", Secret.of("v4"), WriteOption.ifVersion(second)));
    assertThat(alice.read("token")).isEmpty();
  }

  @Test
  void deletingTheAbsentIsFineUnlessAVersionIsExpected() {
    Version version = alice.write("token", Secret.of("v1"));
    alice.delete("token");
    alice.delete("token");
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> alice.delete("token", version));
  }

  @Test
  void contradictoryOptionsAreRefused() {
    Version version = alice.write("k", Secret.of("v"));
    WriteOption expiry = WriteOption.expiresAt(START);
    WriteOption ifVersion = WriteOption.ifVersion(version);
    for (WriteOption[] options : List.of(
        new WriteOption[] {expiry, expiry},
        new WriteOption[] {WriteOption.ifAbsent(), ifVersion},
        new WriteOption[] {WriteOption.ifAbsent(), WriteOption.ifAbsent()},
        new WriteOption[] {ifVersion, ifVersion})) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> alice.write("k", Secret.of("w"), options))
          .withMessageContaining("Contradictory");
    }
    assertThat(text(alice.read("k"))).isEqualTo("v");
  }

  @Test
  void aDestroyedSecretIsNotWrittenAndDestroyingOneAltersNoStore() {
    Secret secret = Secret.of("v1");
    alice.write("token", secret);
    secret.destroy();
    assertThat(text(alice.read("token"))).isEqualTo("v1");
    assertThatIllegalStateException().isThrownBy(() -> alice.write("token", secret));
    alice.read("token").orElseThrow().value().destroy();
    assertThat(text(alice.read("token"))).isEqualTo("v1");
  }

  @Test
  void clearTakesTheSubtreeAndNothingBeside() {
    test.storage.write("root", Secret.of("r"));
    test.storage.scoped("tenant7").write("k", Secret.of("parent"));
    test.storage.scoped("tenant7", "bob").write("k", Secret.of("sibling"));
    alice.write("k", Secret.of("here"));
    alice.scoped("phone").write("k", Secret.of("below"));
    alice.clear();
    alice.clear();
    assertThat(alice.list(ListOption.recursive()).items()).isEmpty();
    assertThat(test.storage.list(ListOption.recursive()).items()).hasSize(3);
  }

  @Test
  void purgeRemovesWhatHasExpiredUpToItsLimit() {
    for (int i = 0; i < 5; i++) {
      alice.write("old" + i, Secret.of("v"), WriteOption.expiresAt(START.plusSeconds(1)));
    }
    alice.write("young", Secret.of("v"), WriteOption.expiresAt(START.plusSeconds(9)));
    alice.write("eternal", Secret.of("v"));
    test.pass(Duration.ofSeconds(1));
    assertThat(test.storage.purgeExpired(3)).isEqualTo(3);
    assertThat(test.storage.purgeExpired(3)).isEqualTo(2);
    assertThat(test.storage.purgeExpired(3)).isZero();
    assertThat(test.backend.records).hasSize(2);
    assertThatIllegalArgumentException().isThrownBy(() -> test.storage.purgeExpired(0));
  }
}
