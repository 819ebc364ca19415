package dev.coffer.storage.tck;

import dev.coffer.storage.Entry;
import dev.coffer.storage.EntryInfo;
import dev.coffer.storage.Page;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.UnreadableEntryException;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Storages that seal, over any backend, and what lies in it then. */
final class Sealed {

  private Sealed() {}

  /** A storage that is sealed by the backend's own sealer, or else by the kit's. */
  static SecureStorage storage(StorageBackend backend) {
    return storage(backend, 0);
  }

  /** The same, where a new store has the keys of a number if the kit makes them. */
  static SecureStorage storage(StorageBackend backend, int number) {
    return backend.sealer().isPresent()
        ? SecureStorage.over(backend).clock(new HandClock()).build()
        : byTheKit(backend, number);
  }

  /** A storage that is sealed by the kit, whether the backend has a sealer of its own or not. */
  static SecureStorage byTheKit(StorageBackend backend) {
    return byTheKit(backend, 0);
  }

  /** The same, where a new store has the keys of a number. */
  static SecureStorage byTheKit(StorageBackend backend, int number) {
    StorageBackend bare = bare(backend);
    return byTheKit(bare, new KitKeyring(bare, KitKeyring.MASTER_KEY, number), new HandClock());
  }

  /** The same, with a keyring and a clock. */
  static SecureStorage byTheKit(StorageBackend backend, KitKeyring keyring, HandClock clock) {
    return SecureStorage.over(bare(backend)).sealer(keyring.open()).clock(clock).build();
  }

  /** The keyring of the kit's sealer in a backend, which may have another sealer. */
  static KitKeyring keyringIn(StorageBackend backend) {
    return new KitKeyring(bare(backend), KitKeyring.MASTER_KEY);
  }

  /** The backend, as if it had no sealer of its own. */
  static StorageBackend bare(StorageBackend backend) {
    return new Bare(backend);
  }

  /** All records, system records too, each with its value. */
  static List<StoredRecord> everything(StorageBackend backend) {
    List<StoredRecord> records = new ArrayList<>();
    for (RecordId prefix : List.of(RecordId.SYSTEM, RecordId.ENTRIES)) {
      records.addAll(Verify.walk(backend, ScanRequest.of(prefix, 100)));
    }
    return records;
  }

  /** The record of the kit's keyring, which must be there. */
  static StoredRecord keyring(StorageBackend backend) {
    return bare(backend)
        .get(RecordId.KEYRING)
        .orElseThrow(() -> new AssertionError("expected the keyring that was put, seen nothing"));
  }

  /** The record of the entry that was written with this version. */
  static StoredRecord recordOf(StorageBackend backend, Version version) {
    List<StoredRecord> found = Verify.walk(backend, ScanRequest.of(RecordId.ENTRIES, 100)).stream()
        .filter(record -> record.version().equals(version))
        .toList();
    Verify.equal(1, found.size(), "the number of records of the version that was written:");
    return found.get(0);
  }

  /** A record under another id or version, and otherwise the same. */
  static StoredRecord.Builder copy(RecordId id, Version version, StoredRecord record) {
    return StoredRecord.builder(id, version)
        .expiresAt(record.expiresAt())
        .domain(record.domain())
        .epoch(record.epoch())
        .suite(record.suite())
        .flags(record.flags())
        .name(record.name())
        .value(record.value());
  }

  /** The same record, for some of its fields to be set anew. */
  static StoredRecord.Builder copy(StoredRecord record) {
    return copy(record.id(), record.version(), record);
  }

  /**
   * That these entries of a scope are there and cannot be read, one by one and in lists, and that
   * lists have just these others.
   */
  static void unreadable(StorageScope scope, String what, Set<String> keys, String... others) {
    unreadableByRead(scope, what, keys);
    Page<EntryInfo> list = scope.list();
    isApart(
        list, list.items().stream().map(EntryInfo::key).toList(), "list of " + what, keys, others);
    unreadableByReadAll(scope, what, keys, others);
  }

  /** The same, of entries whose names can be read, so that a list tells nothing. */
  static void unreadableValue(StorageScope scope, String what, Set<String> keys, String... others) {
    unreadableByRead(scope, what, keys);
    unreadableByReadAll(scope, what, keys, others);
  }

  private static void unreadableByRead(StorageScope scope, String what, Set<String> keys) {
    for (String key : keys) {
      Verify.thrown(UnreadableEntryException.class, "read of " + what, () -> scope.read(key));
    }
  }

  private static void unreadableByReadAll(
      StorageScope scope, String what, Set<String> keys, String... others) {
    Page<Entry> all = scope.readAll();
    isApart(all, all.items().stream().map(Entry::key).toList(), "readAll of " + what, keys, others);
  }

  private static void isApart(
      Page<?> page, List<String> seen, String what, Set<String> keys, String... others) {
    Verify.equal(new TreeSet<>(Set.of(others)), new TreeSet<>(seen), "in " + what + " the keys");
    Verify.equal(keys.size(), page.unreadable().size(), "in " + what + " unreadable entries:");
  }
}
