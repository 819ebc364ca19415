package dev.coffer.storage.tck;

import dev.coffer.storage.Entry;
import dev.coffer.storage.Guarantee;
import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a store keeps to its key when it is opened as applications do it. Rules on wrong keys and
 * first openings are for stores that outlive their process: what does not may go without a key.
 */
abstract class KeyRules extends Rules {

  private static final int OPENERS = 4;

  @Rule(
      id = "R-KEY-01",
      says = "a storage that is opened by options reads what was written",
      from = Contract.STORAGE_OPEN)
  void writesAndReads(Bench bench) {
    try (SecureStorage storage = SecureStorage.open(create(bench))) {
      write(storage, 1);
      reads(storage, 1);
    }
  }

  @Rule(
      id = "R-KEY-02",
      says = "a storage that is opened again with its key reads what was written",
      from = Contract.STORAGE_OPEN,
      needs = Guarantee.DURABLE)
  void readsAgain(Bench bench) {
    try (SecureStorage storage = encrypted(create(bench))) {
      write(storage, 1);
    }

    try (SecureStorage storage = encrypted(StorageProviderContract.optionsOf(bench))) {
      reads(storage, 1);
      write(storage, 2);
      reads(storage, 2);
    }
  }

  @Rule(
      id = "R-KEY-03",
      says = "another key does not open a store, and changes nothing in it",
      from = Contract.KEY_UNAVAILABLE,
      needs = Guarantee.DURABLE)
  void anotherKey(Bench bench) {
    try (SecureStorage storage = encrypted(create(bench))) {
      write(storage, 1);
    }
    List<StoredRecord> before = records(bench);

    anotherKeyIsRefused(bench);

    same(before, records(bench));
    try (SecureStorage storage = encrypted(create(bench))) {
      reads(storage, 1);
      write(storage, 2);
      reads(storage, 2);
    }
  }

  @Rule(
      id = "R-KEY-04",
      says = "of those who open a new store at once, each that opens it keeps what it writes",
      from = Contract.SEALER_OPEN,
      races = true,
      needs = Guarantee.DURABLE)
  void firstOpenings(Bench bench) {
    List<Opened> openings = openAtOnce(bench);
    List<Integer> written = new ArrayList<>();
    try {
      for (Opened opened : openings) {
        if (opened.write()) {
          written.add(opened.number);
        }
      }
    } finally {
      openings.forEach(Opened::close);
    }
    Verify.that(!written.isEmpty(), "one that opens the store at least", openings);

    try (SecureStorage storage = encrypted(StorageProviderContract.optionsOf(bench))) {
      written.forEach(number -> reads(storage, number));
    }
  }

  @Rule(
      id = "R-KEY-05",
      says = "those who open a new shared store at once have one keyring",
      from = Contract.SEALER_OPEN,
      races = true,
      needs = Guarantee.SHARED)
  void firstOpeningsShare(Bench bench) {
    List<Opened> openings = openAtOnce(bench);
    try {
      List<Opened> writers = openings.stream().filter(Opened::write).toList();
      Verify.that(!writers.isEmpty(), "one that opens the store at least", openings);
      for (Opened reader : writers) {
        writers.forEach(writer -> reads(reader.storage(), writer.number));
      }
    } finally {
      openings.forEach(Opened::close);
    }
  }

  @Rule(
      id = "R-KEY-06",
      says = "another key does not open a store that is open, and harms nobody there",
      from = Contract.KEY_UNAVAILABLE,
      needs = Guarantee.SHARED)
  void anotherKeyBeside(Bench bench) {
    try (SecureStorage storage = encrypted(create(bench))) {
      write(storage, 1);

      anotherKeyIsRefused(bench);

      reads(storage, 1);
      write(storage, 2);
      try (SecureStorage second = encrypted(StorageProviderContract.optionsOf(bench))) {
        reads(second, 1);
        reads(second, 2);
      }
    }
  }

  private static void anotherKeyIsRefused(Bench bench) {
    StorageOptions other = StorageProviderContract.otherKeyOf(bench);
    for (boolean create : new boolean[] {false, true}) {
      Verify.thrown(
          KeyUnavailableException.class,
          "opening with another key and create=" + create,
          () -> SecureStorage.open(other.with(StorageOptions.CREATE, create)).close());
    }
  }

  private static StorageOptions create(Bench bench) {
    return StorageProviderContract.optionsOf(bench).with(StorageOptions.CREATE, true);
  }

  /** Opens what must not be in clear text, so that no rule on keys passes without one. */
  private static SecureStorage encrypted(StorageOptions options) {
    SecureStorage storage = SecureStorage.open(options);
    if (!storage.guarantees().contains(Guarantee.ENCRYPTED)) {
      storage.close();
      throw new AssertionError("expected options with a key, for a store that outlives its process,"
          + " seen a store in clear text");
    }
    return storage;
  }

  private static void write(SecureStorage storage, int number) {
    storage.scoped("scope").write("key " + number, value(number));
  }

  private static void reads(SecureStorage storage, int number) {
    Verify.equal(
        Optional.of(value(number)),
        storage.scoped("scope").read("key " + number).map(Entry::value),
        "what was written at key " + number + ",");
  }

  private static Secret value(int number) {
    return Secret.of("value " + number);
  }

  /** All records of the rule's place, the keyring's too. */
  private static List<StoredRecord> records(Bench bench) {
    List<StoredRecord> records = new ArrayList<>();
    try (StorageBackend backend = bench.open()) {
      backend.get(RecordId.KEYRING).ifPresent(records::add);
      records.addAll(Verify.walk(backend, ScanRequest.of(RecordId.ENTRIES, 100)));
    }
    return records;
  }

  private static void same(List<StoredRecord> before, List<StoredRecord> after) {
    Verify.equal(before.size(), after.size(), "the number of records to stay");
    for (int i = 0; i < before.size(); i++) {
      Verify.same(before.get(i), after.get(i));
    }
  }

  private static List<Opened> openAtOnce(Bench bench) {
    StorageOptions options = create(bench);
    return Race.of(OPENERS, racer -> () -> Opened.with(options, racer));
  }

  /** One of several openings: a storage, or the exception of the taxonomy that said why not. */
  private static final class Opened implements AutoCloseable {

    private final int number;
    private final Optional<SecureStorage> storage;
    private final String said;

    private Opened(int number, Optional<SecureStorage> storage, String said) {
      this.number = number;
      this.storage = storage;
      this.said = said;
    }

    private static Opened with(StorageOptions options, int number) {
      try {
        return new Opened(number, Optional.of(encrypted(options)), "opened");
      } catch (StorageException refused) {
        return new Opened(number, Optional.empty(), refused.toString());
      }
    }

    private SecureStorage storage() {
      return storage.orElseThrow();
    }

    /** Whether it has written an entry of its own. */
    private boolean write() {
      try {
        storage.ifPresent(open -> KeyRules.write(open, number));
        return storage.isPresent();
      } catch (StorageException refused) {
        return false;
      }
    }

    @Override
    public void close() {
      storage.ifPresent(SecureStorage::close);
    }

    @Override
    public String toString() {
      return said;
    }
  }
}
