package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.FacadeSamples.entry;
import static dev.coffer.storage.tck.FacadeSamples.readsAs;
import static dev.coffer.storage.tck.FacadeSamples.readsNothing;
import static dev.coffer.storage.tck.FacadeSamples.secret;
import static dev.coffer.storage.tck.FacadeSamples.storage;

import dev.coffer.storage.Batch;
import dev.coffer.storage.Entry;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.ForwardingBackend;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/** What an application sees when the backend fails, and when the storage is closed. */
abstract class FacadeFailureRules extends Rules {

  @Rule(
      id = "R-FAIL-01",
      says = "attempted() has the version of the write whose outcome is unknown",
      from = Contract.UNAVAILABLE)
  void attemptedWhenUnknown(StorageBackend backend) {
    Failing failing = new Failing(backend);
    SecureStorage storage = storage(failing);

    failing.afterwards = () -> new OutcomeUnknownException("lost", null);
    StorageUnavailableException unknown = unavailable(() -> storage.write("token", secret(1)));

    failing.afterwards = null;
    Verify.equal(
        Optional.of(entry(storage, "token").version()),
        unknown.attempted(),
        "the version that was attempted");
  }

  @Rule(
      id = "R-FAIL-02",
      says = "attempted() is empty where nothing was changed",
      from = Contract.UNAVAILABLE)
  void attemptedWhenNothingChanged(StorageBackend backend) {
    Failing failing = new Failing(backend);
    SecureStorage storage = storage(failing);

    failing.before = () -> new StorageUnavailableException("away", null);

    Executable write = () -> storage.write("token", secret(1));
    for (Executable call : List.<Executable>of(write, () -> storage.read("token"))) {
      Verify.equal(Optional.empty(), unavailable(call).attempted(), "as the attempted version");
    }
    failing.before = null;
    readsNothing(storage, "token");
  }

  @Rule(
      id = "R-FAIL-03",
      says = "an exception that the contract does not know leaves the outcome of a write unknown",
      from = Contract.UNAVAILABLE)
  void unknownExceptions(StorageBackend backend) {
    Failing failing = new Failing(backend);
    SecureStorage storage = storage(failing);

    failing.afterwards = () -> new IllegalStateException("the canary");
    StorageUnavailableException unknown = unavailable(() -> storage.write("token", secret(1)));

    Verify.that(unknown.attempted().isPresent(), "an attempted version", "none");
    for (Throwable cause = unknown; cause != null; cause = cause.getCause()) {
      String seen = cause.toString();
      Verify.that(!seen.contains("canary"), "no foreign message in the causes", seen);
    }
  }

  @Rule(
      id = "R-FAIL-04",
      says = "a backend that cannot be read is unavailable, and never looks empty",
      from = Contract.UNAVAILABLE)
  void neverEmpty(StorageBackend backend) {
    Failing failing = new Failing(backend);
    SecureStorage storage = storage(failing);
    StorageScope scope = storage.scoped("a");
    scope.write("token", secret(1));

    failing.before = () -> new IllegalStateException("broken");

    unavailable(() -> scope.read("token"));
    unavailable(scope::list);
    unavailable(scope::readAll);
    unavailable(scope::childScopes);
    unavailable(scope::clear);
    unavailable(() -> scope.delete("token"));
    unavailable(() -> storage.purgeExpired(1));
    failing.before = null;
    readsAs(scope, "token", secret(1));
  }

  @Rule(
      id = "R-FAIL-05",
      says = "any use after close is refused, of scopes too, and closing twice is fine",
      from = Contract.STORAGE_CLOSE)
  void useAfterClose(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    StorageScope scope = storage.scoped("a");
    scope.write("token", secret(1));

    storage.close();
    storage.close();

    List<Executable> uses = new ArrayList<>();
    for (StorageScope closed : List.of(storage, scope)) {
      uses.add(() -> closed.read("token"));
      uses.add(() -> closed.write("token", secret(2)));
      uses.add(() -> closed.delete("token"));
      uses.add(() -> closed.apply(Batch.builder().delete("token").build()));
      uses.add(closed::list);
      uses.add(closed::readAll);
      uses.add(closed::childScopes);
      uses.add(closed::clear);
      uses.add(() -> closed.scoped("b"));
    }
    uses.add(() -> storage.purgeExpired(1));
    uses.add(storage::guarantees);
    uses.forEach(use -> Verify.thrown(IllegalStateException.class, "use after close", use));
  }

  @Rule(
      id = "R-FAIL-06",
      says = "attempted() of a batch is the version that all of its entries have, if it was made",
      from = Contract.UNAVAILABLE)
  void attemptedOfABatch(StorageBackend backend) {
    Failing failing = new Failing(backend);
    SecureStorage storage = storage(failing);
    storage.write("old", secret(0));

    failing.afterwards = () -> new OutcomeUnknownException("lost", null);
    Batch batch = Batch.builder()
        .write("one", secret(1))
        .write("two", secret(2))
        .delete("old")
        .build();
    Optional<Version> attempted = unavailable(() -> storage.apply(batch)).attempted();
    Verify.that(
        unavailable(() -> storage.delete("three")).attempted().isPresent(),
        "an attempted version of a deletion",
        "none");

    failing.afterwards = null;
    for (String key : List.of("one", "two")) {
      Optional<Version> made = storage.read(key).map(Entry::version);
      Verify.equal(made, attempted, "the version that was attempted");
    }
    readsNothing(storage, "old");
  }

  private static StorageUnavailableException unavailable(Executable call) {
    return Verify.thrown(StorageUnavailableException.class, "a backend that fails", call);
  }

  /** The backend, failing on demand: before it does what it is asked to, or afterwards. */
  private static final class Failing extends ForwardingBackend {

    private volatile @Nullable Supplier<RuntimeException> before;
    private volatile @Nullable Supplier<RuntimeException> afterwards;

    private Failing(StorageBackend backend) {
      super(backend);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      fail(before);
      return super.get(id);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      fail(before);
      super.apply(changes, now);
      fail(afterwards);
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      fail(before);
      return super.scan(request);
    }

    @Override
    public void removePrefix(RecordId prefix) {
      fail(before);
      super.removePrefix(prefix);
    }

    @Override
    public int removeExpired(RecordId prefix, long now, int limit) {
      fail(before);
      return super.removeExpired(prefix, now, limit);
    }

    private static void fail(@Nullable Supplier<RuntimeException> failure) {
      if (failure != null) {
        throw failure.get();
      }
    }
  }
}
