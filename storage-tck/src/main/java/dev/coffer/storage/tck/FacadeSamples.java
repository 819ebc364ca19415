package dev.coffer.storage.tck;

import dev.coffer.storage.Entry;
import dev.coffer.storage.EntryInfo;
import dev.coffer.storage.ListOption;
import dev.coffer.storage.Page;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.WriteOption;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What the rules of the facade open, write and compare. */
final class FacadeSamples {

  private FacadeSamples() {}

  /** A storage over the backend, sealed by the backend's own sealer where it has one. */
  static SecureStorage storage(StorageBackend backend, HandClock clock) {
    SecureStorage.Builder storage = SecureStorage.over(backend).clock(clock);
    return (backend.sealer().isPresent() ? storage : storage.unsealed()).build();
  }

  /** A storage whose time stands still. */
  static SecureStorage storage(StorageBackend backend) {
    return storage(backend, new HandClock());
  }

  static Secret secret(int number) {
    return Secret.of("secret " + number);
  }

  /** An expiry at so many milliseconds from {@link Samples#NOW}. */
  static WriteOption expiresIn(long millis) {
    return WriteOption.expiresAt(Instant.ofEpochMilli(Samples.NOW + millis));
  }

  static void readsAs(StorageScope scope, String key, Secret expected) {
    Verify.that(
        entry(scope, key).value().equals(expected),
        "the value that was written for key '" + key + "'",
        "another one");
  }

  /** The entry that must be there for this key. */
  static Entry entry(StorageScope scope, String key) {
    return Verify.present(scope.read(key), "an entry for key '" + key + "'");
  }

  static void readsNothing(StorageScope scope, String key) {
    Optional<Entry> entry = scope.read(key);
    Verify.that(entry.isEmpty(), "nothing for key '" + key + "'", entry);
  }

  /** The names of a list's entries, {@code a/b/key}, sorted. */
  static List<String> names(StorageScope scope, ListOption... options) {
    List<String> names = new ArrayList<>();
    for (EntryInfo info : all(scope::list, options)) {
      names.add(String.join("/", info.path()) + "/" + info.key());
    }
    names.sort(null);
    return names;
  }

  /** The items of all pages. */
  static <T> List<T> all(Function<ListOption[], Page<T>> list, ListOption... options) {
    List<T> items = new ArrayList<>();
    Set<String> tokens = new HashSet<>();
    Page<T> page = list.apply(options);
    items.addAll(page.items());
    while (page.next().isPresent()) {
      String token = page.next().orElseThrow();
      Verify.that(tokens.add(token), "pages that come to an end", "a page again");
      ListOption[] more = Arrays.copyOf(options, options.length + 1);
      more[options.length] = ListOption.after(token);
      page = list.apply(more);
      items.addAll(page.items());
    }
    return items;
  }

  /** The one record of an entry in the backend. */
  static StoredRecord onlyRecord(StorageBackend backend) {
    List<StoredRecord> records = Verify.walk(backend, ScanRequest.of(RecordId.ENTRIES, 10));
    Verify.equal(1, records.size(), "the number of records:");
    return records.get(0);
  }

  /** The record with a format flag that nobody knows: unreadable with keys and without. */
  static StoredRecord damaged(StoredRecord record) {
    return StoredRecord.builder(record.id(), record.version())
        .expiresAt(record.expiresAt())
        .epoch(record.epoch())
        .suite(record.suite())
        .flags(1)
        .name(record.name())
        .value(record.value())
        .build();
  }
}
