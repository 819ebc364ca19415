package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.FacadeSamples.damaged;
import static dev.coffer.storage.tck.FacadeSamples.expiresIn;
import static dev.coffer.storage.tck.FacadeSamples.moved;
import static dev.coffer.storage.tck.FacadeSamples.onlyRecord;
import static dev.coffer.storage.tck.FacadeSamples.readsAs;
import static dev.coffer.storage.tck.FacadeSamples.readsNothing;
import static dev.coffer.storage.tck.FacadeSamples.secret;
import static dev.coffer.storage.tck.FacadeSamples.storage;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.Batch;
import dev.coffer.storage.ConflictException;
import dev.coffer.storage.Entry;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.UnreadableEntryException;
import dev.coffer.storage.Version;
import dev.coffer.storage.WriteOption;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.Optional;

/** What an application sees of the backend: reading, writing, deleting, expiry. */
abstract class FacadeRules extends Rules {

  @Rule(
      id = "R-FAC-01",
      says = "read answers what was written, with its name, version and expiry",
      from = Contract.READ)
  void readsWhatWasWritten(StorageBackend backend) {
    StorageScope alice = storage(backend).scoped("tenant7", "alice");
    Secret everyByte = Secret.of(everyByte());

    Version version = alice.write("token", everyByte, expiresIn(5));

    Entry entry = alice.read("token").orElseThrow();
    Verify.equal(List.of("tenant7", "alice"), entry.path(), "the path");
    Verify.equal("token", entry.key(), "the key");
    Verify.equal(version, entry.version(), "the version");
    Verify.equal(
        Optional.of(new HandClock().instant().plusMillis(5)), entry.expiresAt(), "the expiry");
    readsAs(alice, "token", everyByte);
    readsNothing(alice, "other");
  }

  @Rule(
      id = "R-FAC-02",
      says = "a write replaces what was there, and has a version of its own",
      from = Contract.WRITE)
  void writeReplaces(StorageBackend backend) {
    SecureStorage storage = storage(backend);

    Version first = storage.write("token", secret(1), expiresIn(5));
    Version second = storage.write("token", secret(2));

    Verify.that(!first.equals(second), "two versions", first + " twice");
    readsAs(storage, "token", secret(2));
    Verify.equal(second, storage.read("token").orElseThrow().version(), "the version");
    Verify.equal(Optional.empty(), storage.read("token").orElseThrow().expiresAt(), "the expiry");
  }

  @Rule(
      id = "R-FAC-03",
      says = "an entry is there until the last millisecond, and absent from expiresAt on",
      from = Contract.EXPIRY)
  void absentFromExpiryOn(StorageBackend backend) {
    HandClock clock = new HandClock();
    SecureStorage storage = storage(backend, clock);
    storage.write("token", secret(1), expiresIn(1_000));

    clock.setTo(999);
    readsAs(storage, "token", secret(1));

    clock.setTo(1_000);
    readsNothing(storage, "token");
    clock.setTo(1_000_000);
    readsNothing(storage, "token");
  }

  @Rule(
      id = "R-FAC-04",
      says = "ifAbsent conflicts with what is there, and not with what has expired",
      from = Contract.WRITE)
  void ifAbsent(StorageBackend backend) {
    HandClock clock = new HandClock();
    StorageScope scope = storage(backend, clock).scoped("a");
    scope.write("token", secret(1), WriteOption.ifAbsent(), expiresIn(10));

    ConflictException conflict = Verify.thrown(
        ConflictException.class,
        "write ifAbsent",
        () -> scope.write("token", secret(2), WriteOption.ifAbsent()));
    Verify.equal("token", conflict.key(), "the key");
    readsAs(scope, "token", secret(1));

    clock.setTo(10);
    scope.write("token", secret(3), WriteOption.ifAbsent());
    readsAs(scope, "token", secret(3));
  }

  @Rule(
      id = "R-FAC-05",
      says = "ifVersion conflicts with another version, with nothing and with what has expired",
      from = Contract.WRITE)
  void ifVersion(StorageBackend backend) {
    HandClock clock = new HandClock();
    SecureStorage storage = storage(backend, clock);
    Version first = storage.write("token", secret(1));
    Version second = storage.write("token", secret(2), WriteOption.ifVersion(first), expiresIn(10));

    for (Version wrong : List.of(first, version(7))) {
      Verify.thrown(
          ConflictException.class,
          "write ifVersion of another one",
          () -> storage.write("token", secret(3), WriteOption.ifVersion(wrong)));
    }
    readsAs(storage, "token", secret(2));
    clock.setTo(10);
    Verify.thrown(
        ConflictException.class,
        "write ifVersion of what has expired",
        () -> storage.write("token", secret(3), WriteOption.ifVersion(second)));
    Verify.thrown(
        ConflictException.class,
        "write ifVersion of nothing",
        () -> storage.write("other", secret(3), WriteOption.ifVersion(second)));
  }

  @Rule(
      id = "R-FAC-06",
      says = "delete removes what is there, and is fine where nothing is",
      from = Contract.DELETE)
  void delete(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    storage.write("token", secret(1));
    storage.write("other", secret(2));

    storage.delete("token");
    storage.delete("token");

    readsNothing(storage, "token");
    readsAs(storage, "other", secret(2));
  }

  @Rule(
      id = "R-FAC-07",
      says = "delete of a version conflicts with anything else, and with nothing",
      from = Contract.DELETE)
  void deleteVersion(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    Version first = storage.write("token", secret(1));
    Version second = storage.write("token", secret(2));

    Verify.thrown(
        ConflictException.class, "delete of an old one", () -> storage.delete("token", first));
    readsAs(storage, "token", secret(2));
    storage.delete("token", second);

    readsNothing(storage, "token");
    Verify.thrown(
        ConflictException.class, "delete of nothing", () -> storage.delete("token", second));
  }

  @Rule(
      id = "R-FAC-08",
      says =
          "a batch is made whole with one version, or not at all, with the first key in conflict",
      from = Contract.SCOPE_APPLY)
  void batch(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    storage.write("old", secret(0));

    Version version = storage.apply(Batch.builder()
        .write("one", secret(1), WriteOption.ifAbsent())
        .write("two", secret(2))
        .delete("old")
        .build());
    Verify.equal(version, storage.read("one").orElseThrow().version(), "the batch's version");
    Verify.equal(version, storage.read("two").orElseThrow().version(), "the batch's version");
    readsNothing(storage, "old");

    Batch refused = Batch.builder()
        .write("three", secret(3))
        .write("two", secret(4), WriteOption.ifAbsent())
        .delete("one", version(7))
        .build();
    ConflictException conflict =
        Verify.thrown(ConflictException.class, "apply", () -> storage.apply(refused));
    Verify.equal("two", conflict.key(), "the key");
    readsNothing(storage, "three");
    readsAs(storage, "two", secret(2));
    readsAs(storage, "one", secret(1));
  }

  @Rule(
      id = "R-FAC-09",
      says = "equal keys in different scopes are different entries",
      from = Contract.SCOPED)
  void scopesAreApart(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    List<StorageScope> scopes = List.of(
        storage,
        storage.scoped("a"),
        storage.scoped("b"),
        storage.scoped("a", "b"),
        storage.scoped("ab"),
        storage.scoped("b", "a"),
        storage.scoped("a/b"),
        storage.scoped("a", "a"));

    for (int i = 0; i < scopes.size(); i++) {
      scopes.get(i).write("k", secret(i));
    }

    for (int i = 0; i < scopes.size(); i++) {
      readsAs(scopes.get(i), "k", secret(i));
    }
    readsNothing(storage.scoped("a", "b", "k"), "k");
    readsNothing(storage.scoped("k"), "k");
  }

  @Rule(
      id = "R-FAC-10",
      says = "clear removes the scope and all below it, and no sibling, parent or system record",
      from = Contract.CLEAR)
  void clear(StorageBackend backend) {
    StoredRecord system = record(RecordId.SYSTEM.append((byte) 9), 9);
    SecureStorage storage = storage(backend);
    put(backend, system);
    storage.write("k", secret(0));
    storage.scoped("a").write("k", secret(1));
    storage.scoped("a", "b").write("k", secret(2));
    storage.scoped("a", "b", "c").write("k", secret(3), expiresIn(-1));
    storage.scoped("a", "d").write("k", secret(4));

    storage.scoped("a", "b").clear();
    storage.scoped("a", "b").clear();

    readsNothing(storage.scoped("a", "b"), "k");
    readsAs(storage, "k", secret(0));
    readsAs(storage.scoped("a"), "k", secret(1));
    readsAs(storage.scoped("a", "d"), "k", secret(4));

    storage.clear();

    readsNothing(storage, "k");
    readsNothing(storage.scoped("a", "d"), "k");
    Verify.holds(backend, system);
  }

  @Rule(
      id = "R-FAC-11",
      says = "an entry that was edited is unreadable, not absent, and spoils no other",
      from = Contract.READ)
  void editedIsUnreadable(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    storage.write("token", secret(1));
    put(backend, damaged(onlyRecord(backend)));
    storage.write("other", secret(2));

    Verify.thrown(UnreadableEntryException.class, "read", () -> storage.read("token"));

    readsAs(storage, "other", secret(2));
    storage.write("token", secret(3));
    readsAs(storage, "token", secret(3));
  }

  @Rule(
      id = "R-FAC-12",
      says = "an entry that was moved to another's place is unreadable there",
      from = Contract.READ)
  void movedIsUnreadable(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    storage.write("victim", secret(1));
    RecordId place = onlyRecord(backend).id();
    storage.delete("victim");
    storage.scoped("a").write("token", secret(2));

    put(backend, moved(onlyRecord(backend), place));

    Verify.thrown(UnreadableEntryException.class, "read", () -> storage.read("victim"));
    readsAs(storage.scoped("a"), "token", secret(2));
  }

  @Rule(
      id = "R-FAC-13",
      says =
          "destroying a secret does not alter what was stored of it, and one destroyed is refused",
      from = Contract.SECRET)
  void destroyedSecret(StorageBackend backend) {
    SecureStorage storage = storage(backend);
    Secret secret = secret(1);
    storage.write("token", secret);
    storage.read("token").orElseThrow().value().destroy();

    secret.destroy();

    readsAs(storage, "token", secret(1));
    Verify.thrown(
        IllegalStateException.class,
        "write of a destroyed secret",
        () -> storage.write("token", secret));
    readsAs(storage, "token", secret(1));
  }

  @Rule(
      id = "R-FAC-14",
      says = "purgeExpired removes what has expired, within its limit, and counts it",
      from = Contract.PURGE)
  void purge(StorageBackend backend) {
    HandClock clock = new HandClock();
    SecureStorage storage = storage(backend, clock);
    for (int i = 0; i < 5; i++) {
      storage.scoped("a").write("k" + i, secret(i), expiresIn(10));
    }
    storage.write("stays", secret(9));

    Verify.equal(0, storage.purgeExpired(100), "before expiry a count of");
    clock.setTo(10);
    Verify.equal(3, storage.purgeExpired(3), "a count of");
    Verify.equal(2, storage.purgeExpired(3), "a count of");

    readsAs(storage, "stays", secret(9));
    onlyRecord(backend);
  }

  @Rule(
      id = "R-FAC-15",
      says = "of those who write ifAbsent at once, one succeeds and the others conflict",
      from = Contract.WRITE)
  void oneWriterWins(StorageBackend backend) {
    StorageScope scope = storage(backend).scoped("a");
    for (int round = 0; round < 10; round++) {
      String key = "k" + round;

      List<Boolean> served = Race.of(4, racer -> () -> {
        try {
          scope.write(key, secret(racer), WriteOption.ifAbsent());
          return true;
        } catch (ConflictException late) {
          return false;
        }
      });

      Verify.equal(1L, served.stream().filter(won -> won).count(), "winners of 4:");
      readsAs(scope, key, secret(served.indexOf(true)));
    }
  }

  private static byte[] everyByte() {
    byte[] bytes = new byte[257];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
