package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.FacadeSamples.expiresIn;
import static dev.coffer.storage.tck.FacadeSamples.readsAs;
import static dev.coffer.storage.tck.FacadeSamples.readsNothing;
import static dev.coffer.storage.tck.FacadeSamples.secret;
import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Sealed.byTheKit;
import static dev.coffer.storage.tck.Sealed.copy;
import static dev.coffer.storage.tck.Sealed.keyringIn;
import static dev.coffer.storage.tck.Sealed.recordOf;

import dev.coffer.storage.ConflictException;
import dev.coffer.storage.Entry;
import dev.coffer.storage.Guarantee;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.Version;
import dev.coffer.storage.WriteOption;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sealing anew what is there, with the key of another epoch: applications do not notice, and every
 * write of theirs that comes between goes before it.
 */
abstract class ResealingRules extends Rules {

  private static final int STEPS = 30;

  @Rule(
      id = "R-RESEAL-01",
      says = "a record that is sealed anew keeps its version, expiry, name and value",
      from = Contract.KEEPS_VERSION)
  void keepsVersion(StorageBackend backend) {
    StorageScope scope = storageOfTwoEpochs(backend).scoped("a");
    Version version = scope.write("token", secret(1), expiresIn(5));
    StoredRecord before = recordOf(backend, version);

    reseal(backend, before, 1);

    Verify.equal(1, recordOf(backend, version).epoch(), "the epoch");
    readsAs(scope, "token", secret(1));
    Entry entry = scope.read("token").orElseThrow();
    Verify.equal(version, entry.version(), "the version");
    Verify.equal(
        Optional.of(new HandClock().instant().plusMillis(5)), entry.expiresAt(), "the expiry");
    Verify.equal(1, scope.list().items().size(), "in a list entries:");
  }

  @Rule(
      id = "R-RESEAL-02",
      says = "an ifVersion that was read before a record was sealed anew still works after it",
      from = Contract.KEEPS_VERSION)
  void ifVersionStillWorks(StorageBackend backend) {
    StorageScope scope = storageOfTwoEpochs(backend).scoped("a");
    Version version = scope.write("token", secret(1));
    Version doomed = scope.write("doomed", secret(2));

    reseal(backend, recordOf(backend, version), 1);
    reseal(backend, recordOf(backend, doomed), 1);

    scope.write("token", secret(3), WriteOption.ifVersion(version));
    scope.delete("doomed", doomed);
    readsAs(scope, "token", secret(3));
    readsNothing(scope, "doomed");
  }

  @Rule(
      id = "R-RESEAL-03",
      says = "sealing anew loses to a write, a delete or an expiry that comes between",
      from = Contract.KEEPS_VERSION)
  void loses(StorageBackend backend) {
    StorageScope scope = storageOfTwoEpochs(backend).scoped("a");
    StoredRecord written = recordOf(backend, scope.write("written", secret(1)));
    StoredRecord deleted = recordOf(backend, scope.write("deleted", secret(2)));
    StoredRecord expired = recordOf(backend, scope.write("expired", secret(3), expiresIn(0)));

    scope.write("written", secret(4));
    scope.delete("deleted");

    for (StoredRecord read : Set.of(written, deleted, expired)) {
      Verify.that(
          !reseal(backend, read, 1), "a record that has changed not to be sealed anew", "success");
    }
    readsAs(scope, "written", secret(4));
    readsNothing(scope, "deleted");
    readsNothing(scope, "expired");
  }

  @Rule(
      id = "R-RESEAL-04",
      says =
          "a record that claims another epoch of the keyring than it was sealed in is unreadable",
      from = Contract.UNREADABLE)
  void editedEpoch(StorageBackend backend) {
    StorageScope scope = storageOfTwoEpochs(backend).scoped("a");
    scope.write("neighbour", secret(0));
    StoredRecord one = recordOf(backend, scope.write("one", secret(1)));

    Samples.put(backend, copy(one).epoch(1).build());

    Sealed.unreadable(scope, "a record of another epoch", Set.of("one"), "neighbour");
    readsAs(scope, "neighbour", secret(0));
  }

  @Rule(
      id = "R-RESEAL-05",
      says = "while records are sealed anew no update is lost, and no old value comes back",
      from = Contract.KEEPS_VERSION,
      races = true)
  void amongWriters(StorageBackend backend) {
    countWhileResealing(backend, backend);
  }

  @Rule(
      id = "R-RESEAL-06",
      says = "while another instance seals anew no update is lost, and no old value comes back",
      from = Contract.KEEPS_VERSION,
      races = true,
      needs = Guarantee.SHARED)
  void amongInstances(StorageBackend one, StorageBackend other) {
    countWhileResealing(one, other);
  }

  private static void countWhileResealing(StorageBackend writers, StorageBackend resealer) {
    StorageScope counter = storageOfTwoEpochs(writers).scoped("a");
    RecordId id = recordOf(writers, counter.write("count", Secret.of("0"))).id();
    AtomicInteger steps = new AtomicInteger();
    AtomicInteger attempts = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();

    Race.during(
        () -> {
          int own = 0;
          // The bound is for a resealer that has failed, which Race tells when this has ended.
          while (own < STEPS || (attempts.get() < STEPS && own < 20 * STEPS)) {
            increment(counter);
            steps.incrementAndGet();
            own++;
          }
        },
        () -> {
          increment(counter);
          steps.incrementAndGet();
        },
        () -> {
          StoredRecord read = resealer.get(id).orElseThrow();
          reseal(resealer, read, 3 - read.epoch());
          attempts.incrementAndGet();
        },
        () -> {
          int now = valueOf(counter.read("count").orElseThrow());
          int before = seen.getAndSet(now);
          Verify.that(now >= before, "a count of " + before + " or more", now);
        });

    int count = valueOf(counter.read("count").orElseThrow());
    Verify.equal(steps.get(), count, "the count");
  }

  private static void increment(StorageScope counter) {
    while (true) {
      Entry read = counter.read("count").orElseThrow();
      try {
        Secret next = Secret.of(Integer.toString(valueOf(read) + 1));
        counter.write("count", next, WriteOption.ifVersion(read.version()));
        return;
      } catch (ConflictException late) {
        Verify.that(
            !counter.read("count").orElseThrow().version().equals(read.version()),
            "another version than the one refused",
            read.version());
      }
    }
  }

  private static int valueOf(Entry entry) {
    return Integer.parseInt(entry.value().revealString());
  }

  /** Sealed with the key of epoch 2, which can open what was sealed in epoch 1. */
  private static SecureStorage storageOfTwoEpochs(StorageBackend backend) {
    KitKeyring keyring = keyringIn(backend);
    keyring.open();
    Verify.that(keyring.addEpoch(), "a keyring to be replaced by its version", "another version");
    return byTheKit(backend);
  }

  /** Whether the record was as it had been read, and now is of this epoch. */
  private static boolean reseal(StorageBackend backend, StoredRecord read, int epoch) {
    KitSealer sealer = keyringIn(backend).open();
    Change put =
        Change.put(new Reseal(sealer).of(read, epoch), Expectation.version(read.version()));
    try {
      backend.apply(List.of(put), NOW);
      return true;
    } catch (PreconditionFailedException changed) {
      return false;
    }
  }
}
