package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.FacadeSamples.expiresIn;
import static dev.coffer.storage.tck.FacadeSamples.readsAs;
import static dev.coffer.storage.tck.FacadeSamples.readsNothing;
import static dev.coffer.storage.tck.FacadeSamples.secret;
import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.version;
import static dev.coffer.storage.tck.Sealed.copy;
import static dev.coffer.storage.tck.Sealed.recordOf;
import static dev.coffer.storage.tck.Sealed.unreadable;
import static dev.coffer.storage.tck.Sealed.unreadableValue;

import dev.coffer.storage.ListOption;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.UnreadableEntry;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What becomes of records that somebody moves, exchanges or edits behind the storage's back: they
 * are unreadable, never absent and never another entry's, and no other entry is the worse for it.
 */
abstract class SealingRules extends Rules {

  private static final int FLIPS = 16;

  private static final Set<String> ONE = Set.of("one");
  private static final Set<String> BOTH = Set.of("one", "two");

  @Rule(
      id = "R-SEAL-01",
      says = "a record that is copied to another entry's id is unreadable there",
      from = Contract.UNREADABLE)
  void moved(StorageBackend backend) {
    StorageScope scope = scopeWithNeighbour(Sealed.storage(backend));
    StorageScope other = Sealed.storage(backend).scoped("b");
    StoredRecord one = recordOf(backend, scope.write("one", secret(1)));
    StoredRecord two = recordOf(backend, scope.write("two", secret(2)));
    StoredRecord foreign = recordOf(backend, other.write("one", secret(3)));

    put(backend, copy(one.id(), two.version(), two).build());
    unreadable(scope, "a record of another key", ONE, "two", "neighbour");
    put(backend, copy(one.id(), foreign.version(), foreign).build());
    unreadable(scope, "a record of the same key in another scope", ONE, "two", "neighbour");

    readsAs(scope, "two", secret(2));
    readsAs(other, "one", secret(3));
    readsAs(scope, "neighbour", secret(0));
  }

  @Rule(
      id = "R-SEAL-02",
      says = "two records that change places are unreadable in both",
      from = Contract.UNREADABLE)
  void exchanged(StorageBackend backend) {
    StorageScope scope = scopeWithNeighbour(Sealed.storage(backend));
    StoredRecord one = recordOf(backend, scope.write("one", secret(1)));
    StoredRecord two = recordOf(backend, scope.write("two", secret(2)));

    put(
        backend,
        copy(one.id(), two.version(), two).build(),
        copy(two.id(), one.version(), one).build());

    unreadable(scope, "records that changed places", BOTH, "neighbour");
    readsAs(scope, "neighbour", secret(0));
    put(backend, one, two);
    readsAs(scope, "one", secret(1));
    readsAs(scope, "two", secret(2));
  }

  @Rule(
      id = "R-SEAL-03",
      says = "another entry's value, or a name and a value that change places, are unreadable",
      from = Contract.UNREADABLE)
  void exchangedParts(StorageBackend backend) {
    StorageScope scope = scopeWithNeighbour(Sealed.storage(backend));
    StoredRecord one = recordOf(backend, scope.write("one", secret(1)));
    StoredRecord two = recordOf(backend, scope.write("two", secret(2)));

    put(
        backend,
        copy(one).value(two.value()).build(),
        copy(two).value(one.value()).build());
    unreadableValue(scope, "values that changed places", BOTH, "neighbour");

    put(backend, copy(one).name(one.value()).value(one.name()).build(), two);
    unreadable(scope, "a name in place of its value", ONE, "two", "neighbour");
    put(backend, copy(one).value(one.name()).build());
    unreadableValue(scope, "a name as a value", ONE, "two", "neighbour");

    readsAs(scope, "two", secret(2));
    readsAs(scope, "neighbour", secret(0));
  }

  @Rule(
      id = "R-SEAL-04",
      says = "a record with another expiry, version, epoch, suite, flags or domain is unreadable",
      from = Contract.UNREADABLE)
  void editedFields(StorageBackend backend) {
    StorageScope scope = scopeWithNeighbour(Sealed.storage(backend));
    StoredRecord one = recordOf(backend, scope.write("one", secret(1), expiresIn(10_000)));
    byte[] domain = new byte[StoredRecord.DOMAIN_LENGTH];
    domain[0] = 1;
    Map<String, StoredRecord.Builder> edits = new LinkedHashMap<>();
    edits.put("a record that was made to expire earlier", copy(one).expiresAt(NOW + 1));
    edits.put("a record that was made to have expired", copy(one).expiresAt(NOW - 1));
    edits.put("a record that was made to expire never", copy(one).expiresAt(StoredRecord.NEVER));
    edits.put("a record of another version", copy(one.id(), version(7), one));
    edits.put("a record of a later epoch", copy(one).epoch(one.epoch() + 1));
    edits.put("a record of epoch 0", copy(one).epoch(0));
    edits.put("a record of an epoch above 2^31", copy(one).epoch(one.epoch() | 1 << 31));
    edits.put("a record of another suite", copy(one).suite(one.suite() + 1));
    edits.put("a record of other flags", copy(one).flags(1));
    edits.put("a record of another domain", copy(one).domain(domain));

    edits.forEach((what, edited) -> {
      put(backend, edited.build());
      unreadable(scope, what, ONE, "neighbour");
    });

    put(backend, one);
    readsAs(scope, "one", secret(1));
    readsAs(scope, "neighbour", secret(0));
  }

  @Rule(
      id = "R-SEAL-05",
      says = "a record is unreadable with any bit of its name changed, or with a part of it",
      from = Contract.UNREADABLE)
  void editedName(StorageBackend backend, Random random) {
    StorageScope scope = scopeWithNeighbour(Sealed.storage(backend));
    StoredRecord one = recordOf(backend, scope.write("one", secret(1)));

    for (byte[] name : edits(one.name(), random)) {
      put(backend, copy(one).name(name).build());
      unreadable(scope, "a record whose name was edited", ONE, "neighbour");
    }

    put(backend, one);
    readsAs(scope, "one", secret(1));
    readsAs(scope, "neighbour", secret(0));
  }

  @Rule(
      id = "R-SEAL-06",
      says = "a record is unreadable with any bit of its value changed, or with a part of it",
      from = Contract.UNREADABLE)
  void editedValue(StorageBackend backend, Random random) {
    StorageScope scope = scopeWithNeighbour(Sealed.storage(backend));
    StoredRecord one = recordOf(backend, scope.write("one", secret(1)));

    for (byte[] value : edits(one.value(), random)) {
      put(backend, copy(one).value(value).build());
      unreadableValue(scope, "a record whose value was edited", ONE, "neighbour");
    }

    put(backend, one);
    readsAs(scope, "one", secret(1));
    readsAs(scope, "neighbour", secret(0));
  }

  @Rule(
      id = "R-SEAL-07",
      says = "a record that is carried to another store is unreadable there",
      from = Contract.UNREADABLE)
  void carried(Bench bench) {
    StorageBackend here = bench.open();
    StorageBackend elsewhere = bench.openElsewhere();
    SecureStorage storage = Sealed.storage(here);
    StorageScope scope = scopeWithNeighbour(storage);
    StoredRecord one = recordOf(here, scope.write("one", secret(1)));
    StoredRecord foreign =
        recordOf(elsewhere, Sealed.storage(elsewhere, 1).scoped("a").write("one", secret(2)));

    put(here, copy(one.id(), foreign.version(), foreign).build());
    unreadable(scope, "a record of another store", ONE, "neighbour");

    put(here, one);
    put(here, foreign);
    readsAs(scope, "one", secret(1));
    int unreadable = storage.list(ListOption.recursive()).unreadable().size();
    Verify.equal(1, unreadable, "with a record of another store under its own id, unreadable:");
  }

  @Rule(
      id = "R-SEAL-08",
      says = "what is unreadable can be discarded or written anew, and nothing else goes with it",
      from = Contract.DISCARD)
  void discarded(StorageBackend backend) {
    StorageScope scope = scopeWithNeighbour(Sealed.storage(backend));
    StoredRecord one = recordOf(backend, scope.write("one", secret(1)));
    StoredRecord two = recordOf(backend, scope.write("two", secret(2)));
    put(backend, copy(one).flags(1).build(), copy(two).epoch(two.epoch() + 1).build());
    unreadable(scope, "edited records", BOTH, "neighbour");

    scope.write("one", secret(3));
    List<UnreadableEntry> rest = scope.list().unreadable();
    Verify.equal(1, rest.size(), "unreadable entries:");
    scope.discard(rest.get(0));

    readsAs(scope, "one", secret(3));
    readsNothing(scope, "two");
    readsAs(scope, "neighbour", secret(0));
  }

  private static StorageScope scopeWithNeighbour(SecureStorage storage) {
    StorageScope scope = storage.scoped("a");
    scope.write("neighbour", secret(0));
    return scope;
  }

  /** Bytes with one bit changed, the first, the last or any other; cut short, longer, and none. */
  private static List<byte[]> edits(byte[] bytes, Random random) {
    byte[][] edits = new byte[FLIPS + 3][];
    for (int i = 0; i < FLIPS; i++) {
      int bit = i == 0 ? 0 : i == 1 ? 8 * bytes.length - 1 : random.nextInt(8 * bytes.length);
      edits[i] = bytes.clone();
      edits[i][bit / 8] ^= (byte) (1 << (bit % 8));
    }
    edits[FLIPS] = Arrays.copyOf(bytes, bytes.length - 1);
    edits[FLIPS + 1] = Arrays.copyOf(bytes, bytes.length + 1);
    edits[FLIPS + 2] = new byte[0];
    return Arrays.asList(edits);
  }
}
