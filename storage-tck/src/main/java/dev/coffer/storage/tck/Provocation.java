package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.version;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.storage.Batch;
import dev.coffer.storage.ListOption;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.Version;
import dev.coffer.storage.WriteOption;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Everything that is done with a backend, right and wrong, with a canary for each name and value,
 * so that something is said. What fails need not, and is no matter here.
 */
final class Provocation {

  private final Bench bench;
  private final Canary canary;
  private final Ear ear;
  private final StorageBackend backend;

  Provocation(Bench bench, Canary canary, Ear ear) {
    this.bench = bench;
    this.canary = canary;
    this.ear = ear;
    this.backend = bench.open();
  }

  /** In the end the backend is closed, and its place broken where the author can do that. */
  void run() throws Exception {
    SecureStorage storage = Sealed.storage(backend);
    useRecords();
    use(storage);
    ear.hear(() -> new KitKeyring(Sealed.bare(backend), KitKeyring.WRONG_KEY).open());
    if (bench.contract().breakDown(bench.place())) {
      use(storage);
      useRecords();
    }
    ear.hear(storage::close);
    use(storage);
    useRecords();
  }

  /** As the facade does: clear texts in records are what a storage without a sealer has. */
  private void useRecords() {
    StoredRecord record = record(1, canary.bytes());
    StoredRecord large = record(2, canary.text().repeat(20_000).getBytes(UTF_8));
    Change ofTooMuch =
        Change.put(record(3, canary.text().repeat(300_000).getBytes(UTF_8)), Expectation.ABSENT);
    ear.hear(() -> apply(Change.put(record, Expectation.ANY)));
    ear.hear(() -> apply(Change.put(large, Expectation.ANY)));
    ear.hear(() -> ear.hear(backend.get(record.id())));
    ear.hear(() -> ear.hear(backend.scan(ScanRequest.of(RecordId.ENTRIES, 1))));
    ear.hear(() -> ear.hear(backend.scan(ScanRequest.of(RecordId.ENTRIES, 9).withoutValues())));
    ear.hear(() -> apply(Change.put(record, Expectation.ABSENT)));
    ear.hear(() -> apply(Change.put(record, Expectation.version(version(9)))));
    ear.hear(() -> apply(Change.remove(record.id(), Expectation.version(version(9)))));
    ear.hear(() -> apply(Change.put(record, Expectation.ANY), Change.put(record, Expectation.ANY)));
    ear.hear(() -> apply(Change.put(record, Expectation.ANY), ofTooMuch));
    ear.hear(() -> backend.apply(withNull(Change.put(record, Expectation.ANY)), NOW));
    ear.hear(() -> backend.apply(tooMany(), NOW));
    ear.hear(() -> backend.removeExpired(RecordId.ENTRIES, NOW, 10));
    ear.hear(() -> backend.removePrefix(RecordId.ENTRIES));
    ear.hear(backend);
  }

  private void use(SecureStorage storage) {
    String name = canary.text();
    Secret value = Secret.of(canary.text());
    ear.hear(() -> {
      StorageScope scope = storage.scoped(name, name);
      Version old = scope.write(name, value);
      Version version = scope.write(name, value);
      ear.hear(List.of(storage, scope, value, scope.list(), scope.readAll(), scope.childScopes()));
      ear.hear(scope.read(name));
      ear.hear(scope.list().items());
      ear.hear(scope.readAll().items());
      ear.hear(() -> scope.write(name, value, WriteOption.ifAbsent()));
      ear.hear(() -> scope.write(name, value, WriteOption.ifVersion(old)));
      ear.hear(() -> scope.delete(name, old));
      ear.hear(() -> scope.write(name + '\uD800', value));
      ear.hear(() -> scope.write(name.repeat(100), value));
      ear.hear(() -> scope.write(name, Secret.of(name.repeat(30_000))));
      ear.hear(() -> scope.scoped(name, name, name, name, name, name, name));
      ear.hear(() -> Batch.builder().delete(name).write(name, value));
      ear.hear(() -> scope.list(ListOption.after(name)));
      spoil(version);
      ear.hear(() -> scope.read(name));
      ear.hear(scope.list().unreadable());
      ear.hear(() -> scope.discard(scope.list().unreadable().get(0)));
      storage.purgeExpired(10);
      scope.clear();
    });
    ear.hear(storage);
  }

  private void spoil(Version version) {
    StoredRecord written = Sealed.recordOf(backend, version);
    Samples.put(backend, Sealed.copy(written).flags(1).build());
  }

  private StoredRecord record(int number, byte[] text) {
    return StoredRecord.builder(entry(number), version(number))
        .name(canary.bytes())
        .value(text)
        .build();
  }

  private void apply(Change... changes) {
    backend.apply(List.of(changes), NOW);
  }

  private static List<Change> withNull(Change... changes) {
    return Arrays.asList(Arrays.copyOf(changes, changes.length + 1));
  }

  private List<Change> tooMany() {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i <= Change.MAX_CHANGES; i++) {
      changes.add(Change.put(record(i, canary.bytes()), Expectation.ABSENT));
    }
    return changes;
  }
}
