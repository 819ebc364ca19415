package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.FacadeSamples.entry;
import static dev.coffer.storage.tck.FacadeSamples.expiresIn;
import static dev.coffer.storage.tck.FacadeSamples.readsAs;
import static dev.coffer.storage.tck.FacadeSamples.readsNothing;
import static dev.coffer.storage.tck.FacadeSamples.secret;
import static dev.coffer.storage.tck.FacadeSamples.storage;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.Batch;
import dev.coffer.storage.ConflictException;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.Version;
import dev.coffer.storage.WriteOption;
import dev.coffer.storage.spi.StorageBackend;
import java.util.List;

/** What an application sees of conditions: one writer succeeds, the others conflict. */
abstract class FacadeConditionRules extends Rules {

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
    Version expired = storage.write("token", secret(3), expiresIn(0));
    Verify.thrown(
        ConflictException.class,
        "delete of what has expired",
        () -> storage.delete("token", expired));
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
    Verify.equal(version, entry(storage, "one").version(), "the batch's version");
    Verify.equal(version, entry(storage, "two").version(), "the batch's version");
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
      id = "R-FAC-15",
      says = "of those who write ifAbsent at once, one succeeds and the others conflict",
      from = Contract.WRITE,
      races = true)
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

      Verify.equal(1L, served.stream().filter(won -> won).count(), "a number of winners, of 4,");
      readsAs(scope, key, secret(served.indexOf(true)));
    }
  }
}
