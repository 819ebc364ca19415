package dev.coffer.storage;

import static dev.coffer.storage.TestStorage.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What whoever can write to the backend does to a record. */
class UnreadableTest {

  private final TestStorage test = new TestStorage();
  private final StorageScope scope = test.storage.scoped("tenant7");

  @BeforeEach
  void twoEntries() {
    scope.write(
        "victim", Secret.of("secret"), WriteOption.expiresAt(TestStorage.START.plusSeconds(60)));
    scope.write("other", Secret.of("fine"));
  }

  private RecordId idOf(String key) {
    return ScopeId.root(test.sealer).child("tenant7").entry(key);
  }

  private StoredRecord stored(String key) {
    return test.backend.records.get(idOf(key));
  }

  private static StoredRecord.Builder copy(StoredRecord record) {
    return StoredRecord.builder(record.id(), record.version())
        .expiresAt(record.expiresAt())
        .domain(record.domain())
        .epoch(record.epoch())
        .suite(record.suite())
        .flags(record.flags())
        .name(record.name())
        .value(record.value());
  }

  private static byte[] flipped(byte[] bytes, int at) {
    bytes[at] ^= 1;
    return bytes;
  }

  static Stream<Arguments> edits() {
    return Stream.of(
        edit("expiry later", r -> copy(r).expiresAt(StoredRecord.NEVER).build()),
        edit("expiry in the past", r -> copy(r).expiresAt(0).build()),
        edit("epoch unknown", r -> copy(r).epoch(8).build()),
        edit("epoch none", r -> copy(r).epoch(0).build()),
        edit("suite", r -> copy(r).suite(0).build()),
        edit("flags", r -> copy(r).flags(1).build()),
        edit("domain", r -> copy(r).domain(flipped(r.domain(), 15)).build()),
        edit("name cut", r -> copy(r).name(new byte[0]).build()),
        edit("name as value", r -> copy(r).name(r.value()).value(r.name()).build()),
        edit("version", r -> {
          Version version = Version.of(flipped(r.version().toBytes(), 0));
          return copy2(r, r.id(), version);
        }));
  }

  private static StoredRecord copy2(StoredRecord record, RecordId id, Version version) {
    return StoredRecord.builder(id, version)
        .expiresAt(record.expiresAt())
        .epoch(record.epoch())
        .suite(record.suite())
        .name(record.name())
        .value(record.value())
        .build();
  }

  private static Arguments edit(String what, UnaryOperator<StoredRecord> edit) {
    return arguments(what, edit);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void anEditedRecordIsUnreadableEverywhereAndSpoilsNoOther(
      String what, UnaryOperator<StoredRecord> edit) {
    test.backend.records.put(idOf("victim"), edit.apply(stored("victim")));
    assertUnreadable();
    assertThat(scope.list().unreadable()).hasSize(1);
    assertThat(keysOf(scope.list())).containsExactly("other");
  }

  private void assertUnreadable() {
    assertThatExceptionOfType(UnreadableEntryException.class)
        .isThrownBy(() -> scope.read("victim"))
        .withMessageNotContaining("victim")
        .withMessageNotContaining("secret");
    Page<Entry> all = scope.readAll();
    assertThat(all.unreadable()).hasSize(1);
    assertThat(all.items()).extracting(Entry::key).containsExactly("other");
    assertThat(text(scope.read("other"))).isEqualTo("fine");
  }

  private static Stream<String> keysOf(Page<EntryInfo> page) {
    return page.items().stream().map(EntryInfo::key);
  }

  @Test
  void everyFlippedByteOfNameAndValueIsFound() {
    StoredRecord intact = stored("victim");
    for (int i = 0; i < intact.name().length; i++) {
      test.backend.records.put(
          intact.id(), copy(intact).name(flipped(intact.name(), i)).build());
      assertUnreadable();
      assertThat(scope.list().unreadable()).hasSize(1);
    }
    for (int i = 0; i < intact.value().length; i++) {
      test.backend.records.put(
          intact.id(), copy(intact).value(flipped(intact.value(), i)).build());
      assertUnreadable();
      // A list opens no value, so it has nothing to say of one.
      assertThat(scope.list().unreadable()).isEmpty();
    }
  }

  @Test
  void aRecordMovedToAnotherKeyOrScopeIsUnreadableThere() {
    StoredRecord victim = stored("victim");
    test.backend.records.put(idOf("target"), copy2(victim, idOf("target"), victim.version()));
    RecordId elsewhere = ScopeId.root(test.sealer).child("tenant8").entry("victim");
    test.backend.records.put(elsewhere, copy2(victim, elsewhere, victim.version()));
    assertThatExceptionOfType(UnreadableEntryException.class)
        .isThrownBy(() -> scope.read("target"));
    StorageScope other = test.storage.scoped("tenant8");
    assertThatExceptionOfType(UnreadableEntryException.class)
        .isThrownBy(() -> other.read("victim"));
    assertThat(other.list().unreadable()).hasSize(1);
    assertThat(test.storage.childScopes().items()).hasSize(1);
    assertThat(test.storage.childScopes().unreadable()).hasSize(1);
  }

  @Test
  void valuesExchangedBetweenTwoRecordsMakeBothUnreadable() {
    StoredRecord victim = stored("victim");
    StoredRecord other = stored("other");
    test.backend.records.put(victim.id(), copy(victim).value(other.value()).build());
    test.backend.records.put(other.id(), copy(other).value(victim.value()).build());
    Page<Entry> page = scope.readAll();
    assertThat(page.items()).isEmpty();
    assertThat(page.unreadable())
        .hasSize(2)
        .allSatisfy(entry -> assertThat(entry.key()).isPresent());
  }

  @Test
  void aRecordOfAnotherStoreIsUnreadable() {
    TestStorage second = new TestStorage();
    JceSealer otherStore = new JceSealer(new byte[16], new byte[32]);
    SecureStorage foreign =
        SecureStorage.over(second.backend).sealer(otherStore).build();
    foreign.write("k", Secret.of("v"));
    StoredRecord record = second.backend.records.firstEntry().getValue();
    test.backend.records.put(idOf("victim"), copy2(record, idOf("victim"), record.version()));
    assertUnreadable();
  }

  @Test
  void discardingRemovesTheEntryThatWasFoundAndNoOther() {
    test.backend.records.put(idOf("victim"), copy(stored("victim")).expiresAt(0).build());
    UnreadableEntry found = scope.list().unreadable().get(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> test.storage.scoped("tenant8").discard(found));
    test.storage.discard(found);
    assertThat(scope.read("victim")).isEmpty();
    scope.discard(found);

    scope.write("victim", Secret.of("new"));
    assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> scope.discard(found));
    assertThat(text(scope.read("victim"))).isEqualTo("new");
  }

  @Test
  void anUnreadableEntryCanBeWrittenAnewDeletedOrCleared() {
    test.backend.records.put(idOf("victim"), copy(stored("victim")).flags(1).build());
    scope.write("victim", Secret.of("new"));
    assertThat(text(scope.read("victim"))).isEqualTo("new");
    test.backend.records.put(idOf("victim"), copy(stored("victim")).flags(1).build());
    scope.delete("victim");
    assertThat(scope.read("victim")).isEmpty();
    test.backend.records.put(idOf("other"), copy(stored("other")).flags(1).build());
    scope.clear();
    assertThat(test.backend.records).isEmpty();
  }

  @Test
  void whatWasEditedToHaveExpiredBeforeAllTimeCanBeDiscardedAndPurged() {
    StoredRecord intact = stored("victim");
    test.backend.records.put(intact.id(), copy(intact).expiresAt(Long.MIN_VALUE).build());
    scope.discard(scope.list().unreadable().get(0));
    assertThat(scope.read("victim")).isEmpty();
    test.backend.records.put(intact.id(), copy(intact).expiresAt(Long.MIN_VALUE).build());
    assertThat(test.storage.purgeExpired(10)).isEqualTo(1);
  }
}
