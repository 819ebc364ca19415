package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Sealed.everything;
import static dev.coffer.storage.tck.Sealed.recordOf;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Names and values are seen by nobody: not in what is kept, not in what is said. */
abstract class SecrecyRules extends Rules {

  @Rule(
      id = "R-SEC-01",
      says = "no name and no value is in any record that the backend answers",
      from = Contract.ENCRYPTED)
  void notInRecords(StorageBackend backend, Random random) {
    Canary canary = Canary.of(random);
    write(Sealed.storage(backend), canary);

    for (StoredRecord record : everything(backend)) {
      canary.isNotIn(record.id().toBytes(), "the id of a record");
      canary.isNotIn(record.version().toBytes(), "the version of a record");
      canary.isNotIn(record.domain(), "the domain of a record");
      canary.isNotIn(record.name(), "the sealed name of a record");
      canary.isNotIn(record.value(), "the sealed value of a record");
    }
  }

  @Rule(
      id = "R-SEC-02",
      says = "no name and no value is in what is kept at the place, in use or closed",
      from = Contract.ENCRYPTED)
  void notInWhatIsKept(Bench bench, Random random) throws Exception {
    Canary canary = Canary.of(random);
    StorageBackend backend = bench.open();
    SecureStorage storage = Sealed.storage(backend);
    StorageBackendContract contract = bench.contract();
    List<byte[]> before = contract.stored(bench.place());

    write(storage, canary);
    List<byte[]> used = contract.stored(bench.place());
    storage.scoped(canary.text()).clear();
    storage.close();
    List<byte[]> closed = contract.stored(bench.place());

    for (List<byte[]> stored : List.of(before, used, closed)) {
      stored.forEach(bytes -> canary.isNotIn(bytes, "what is kept at the place"));
    }
    Verify.that(
        !bench.declaredGuarantees().contains(Guarantee.DURABLE) || !isSame(before, used),
        "a write to be seen in what is kept at the place",
        "no difference: override stored(place) so that it answers where the backend keeps records");
  }

  @Rule(
      id = "R-SEC-03",
      says = "equal names in two scopes look different, and so do equal values and equal stores",
      from = Contract.ENCRYPTED)
  void equalsLookDifferent(Bench bench) {
    StorageBackend backend = bench.open();
    StorageBackend elsewhere = bench.openElsewhere();
    SecureStorage storage = Sealed.storage(backend);
    Secret value = Secret.of("the same value each time");

    StoredRecord inA = recordOf(backend, storage.scoped("a").write("token", value));
    StoredRecord inB = recordOf(backend, storage.scoped("b").write("token", value));
    lookDifferent("the same key in two scopes", last(inA), last(inB));
    sealedAnew("the same key and value in two scopes", inA, inB);

    StoredRecord below = recordOf(backend, storage.scoped("a", "a").write("token", value));
    lookDifferent("the same segment at two depths", scope(below, 0), scope(below, 1));

    StoredRecord foreign =
        recordOf(elsewhere, Sealed.storage(elsewhere, 1).scoped("a").write("token", value));
    lookDifferent("the same scope in two stores", scope(inA, 0), scope(foreign, 0));
    lookDifferent("the same key in two stores", last(inA), last(foreign));

    StoredRecord again = recordOf(backend, storage.scoped("a").write("token", value));
    sealedAnew("the same entry written twice", inA, again);
  }

  @Rule(
      id = "R-SEC-04",
      says = "no name and no value is in an exception, its causes, or what anything says of itself",
      from = Contract.BACKEND_ERRORS)
  void notInMessages(Bench bench, Random random) throws Exception {
    Canary canary = Canary.of(random);
    try (Ear ear = Ear.open()) {
      new Provocation(bench, canary, ear).run();

      ear.told().forEach(said -> canary.isNotIn(said, "what was said"));
    }
  }

  @Rule(
      id = "R-SEC-05",
      says = "no name and no value is logged at any level, or printed",
      from = Contract.BACKEND_ERRORS)
  void notInLogs(Bench bench, Random random) throws Exception {
    Canary canary = Canary.of(random);
    try (Ear ear = Ear.open()) {
      new Provocation(bench, canary, ear).run();

      ear.logged().forEach(said -> canary.isNotIn(said, "what was logged or printed"));
    }
  }

  private static void write(SecureStorage storage, Canary canary) {
    StorageScope scope = storage.scoped(canary.text(), "x" + canary.text());
    scope.write(canary.text(), Secret.of(canary.text()));
    scope.write("long", Secret.of(canary.text().repeat(1_000)));
    storage.write("xx" + canary.text(), Secret.of("xxx" + canary.text()));
    storage.delete("xx" + canary.text());
    scope.write(canary.text(), Secret.of("again " + canary.text()));
  }

  private static boolean isSame(List<byte[]> before, List<byte[]> after) {
    return Arrays.deepEquals(before.toArray(), after.toArray());
  }

  private static void lookDifferent(String what, byte[] one, byte[] other) {
    Verify.that(!Arrays.equals(one, other), "two digests for " + what, "one twice");
  }

  private static void sealedAnew(String what, StoredRecord one, StoredRecord other) {
    haveNothingInCommon("two sealed names for " + what, one.name(), other.name());
    haveNothingInCommon("two sealed values for " + what, one.value(), other.value());
  }

  /** That they have no run of bytes in common, at one place, that would not be met by chance. */
  private static void haveNothingInCommon(String expected, byte[] one, byte[] other) {
    int run = 0;
    int longest = 0;
    for (int i = 0; i < Math.min(one.length, other.length); i++) {
      run = one[i] == other[i] ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    Verify.that(longest < 8, expected, longest + " bytes that are the same");
  }

  /** The digest of the key. */
  private static byte[] last(StoredRecord record) {
    byte[] id = record.id().toBytes();
    return Arrays.copyOfRange(id, id.length - RecordSealer.DIGEST_LENGTH, id.length);
  }

  /** The digest of the segment at a depth from 0: an id is {@code 01 (01 digest)* 00 digest}. */
  private static byte[] scope(StoredRecord record, int depth) {
    int from = 2 + depth * (RecordSealer.DIGEST_LENGTH + 1);
    byte[] id = record.id().toBytes();
    return Arrays.copyOfRange(id, from, from + RecordSealer.DIGEST_LENGTH);
  }
}
