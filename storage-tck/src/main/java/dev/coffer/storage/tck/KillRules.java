package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.entryIn;
import static dev.coffer.storage.tck.Samples.expiring;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.records;
import static dev.coffer.storage.tck.Samples.remove;
import static dev.coffer.storage.tck.Samples.scope;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What is still there when the process that wrote it was killed, as {@code kill -9} does it. */
abstract class KillRules extends Rules {

  private static final int MOST_STEPS = 12;
  private static final long IN_2100 = 4_102_444_800_001L;
  private static final ScanRequest ALL = ScanRequest.of(RecordId.ENTRIES, 1_000);
  private static final RecordId REMOVED = scope(1);

  @Rule(
      id = "R-KILL-01",
      says = "what was put is there, in every field, when the process that put it is killed",
      from = Contract.DURABLE,
      needs = Guarantee.DURABLE)
  void puts(Bench bench) {
    StorageBackend backend = afterDeath(Task.PUT_ONCE, bench);

    written().forEach(record -> Verify.holds(backend, record));
  }

  /** The task of the rule above. */
  static void putOnce(StorageBackend backend, Wire wire) {
    written().forEach(record -> put(backend, record));
    wire.tell("put");
  }

  @Rule(
      id = "R-KILL-02",
      says = "what was replaced or removed stays so when the process that did it is killed",
      from = Contract.DURABLE,
      needs = Guarantee.DURABLE)
  void removals(Bench bench) {
    StorageBackend backend = afterDeath(Task.REMOVE_ONCE, bench);

    Verify.scans(backend, ALL, List.of(record(entry(0), 0), record(entry(2), 1_002)));
  }

  /** The task of the rule above. */
  static void removeOnce(StorageBackend backend, Wire wire) {
    records(3, Samples::entry).forEach(record -> put(backend, record));
    records(20, number -> entryIn(REMOVED, number)).forEach(record -> put(backend, record));
    backend.removePrefix(REMOVED);
    remove(backend, entry(1));
    put(backend, record(entry(2), 1_002));
    wire.tell("removed");
  }

  private static StorageBackend afterDeath(Task task, Bench bench) {
    OtherProcess writer = bench.start(task);
    writer.hear();
    writer.kill();
    return bench.open();
  }

  private static List<StoredRecord> written() {
    byte[] large = new byte[200_000];
    Arrays.fill(large, (byte) 0x5A);
    byte[] domain = new byte[16];
    Arrays.fill(domain, (byte) 7);
    return List.of(
        record(entry(1), 1),
        expiring(entry(2), 2, IN_2100),
        StoredRecord.builder(entry(3), version(3))
            .expiresAt(IN_2100)
            .domain(domain)
            .epoch(-1)
            .suite(65_535)
            .flags(-2)
            .name(new byte[] {0, 1, 0})
            .value(large)
            .build());
  }

  @Rule(
      id = "R-KILL-03",
      says = "a batch is there whole or not at all when its process is killed in the middle of it",
      from = Contract.DURABLE,
      races = true,
      needs = Guarantee.DURABLE)
  void batches(Bench bench, Random random) {
    killInTheMiddle(bench, Script.BATCHES, 2, random);
  }

  @Rule(
      id = "R-KILL-04",
      says = "kill after kill, the place opens, takes writes, and has lost nothing acknowledged",
      from = Contract.DURABLE,
      races = true,
      needs = Guarantee.DURABLE)
  void changes(Bench bench, Random random) {
    killInTheMiddle(bench, Script.SINGLE_CHANGES, 3, random);
  }

  /** Kills several times in a row; between two of them this process writes on itself. */
  private static void killInTheMiddle(Bench bench, Script script, int kills, Random random) {
    int last = -1;
    for (int kill = 0; kill < kills; kill++) {
      OtherProcess writer = bench.start(Task.WRITE);
      script.writeFrom(last + 1, writer);
      for (int steps = 1 + random.nextInt(MOST_STEPS); steps > 0; steps--) {
        last = Integer.parseInt(writer.hear());
      }
      for (String told : writer.kill()) {
        last = Integer.parseInt(told);
      }

      StorageBackend backend = bench.open();
      last = script.verify(backend, last) + 1;
      backend.apply(script.step(last), NOW);
      script.verify(backend, last);
      backend.close();
    }
  }
}
