package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.expiring;
import static dev.coffer.storage.tck.Samples.id;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.remove;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/** What has been written is there for everyone, and what has been removed for no one. */
abstract class VisibilityRules extends Rules {

  @Rule(id = "R-REC-02", says = "get answers nothing where nothing is", from = Contract.GET)
  void absentIsEmpty(StorageBackend backend) {
    Verify.lacks(backend, entry(1));

    put(backend, record(entry(1), 1));

    Verify.lacks(backend, entry(2));
    Verify.lacks(backend, entry(1).append((byte) 0));
    Verify.lacks(backend, RecordId.of(Arrays.copyOf(entry(1).toBytes(), entry(1).length() - 1)));
  }

  @Rule(id = "R-REC-12", says = "an expired record is still answered", from = Contract.GET)
  void expiredAreAnswered(StorageBackend backend) {
    StoredRecord expired = expiring(entry(1), 1, NOW - 1);

    put(backend, expired);
    put(backend, record(entry(2), 2));

    Verify.holds(backend, expired);
  }

  @Rule(
      id = "R-REC-13",
      says = "what apply has done is seen by every get and scan after it, in any thread",
      from = Contract.THREADS)
  void completedWritesAreSeen(StorageBackend backend) {
    for (int i = 0; i < 20; i++) {
      StoredRecord written = record(entry(1), i);

      put(backend, written);

      Race.apart(() -> {
        Verify.holds(backend, written);
        Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), List.of(written));
        return written;
      });
    }
  }

  @Rule(id = "R-REC-14", says = "what is removed is gone", from = Contract.APPLY)
  void removedIsGone(StorageBackend backend) {
    put(backend, record(entry(1), 1), record(entry(2), 2));

    remove(backend, entry(1));

    Verify.lacks(backend, entry(1));
    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 10), List.of(record(entry(2), 2)));
  }

  @Rule(id = "R-REC-15", says = "removing what is not there is fine", from = Contract.APPLY)
  void removingTheAbsent(StorageBackend backend) {
    put(backend, record(entry(2), 2));

    remove(backend, entry(1));
    backend.apply(List.of(Change.remove(entry(1), Expectation.ABSENT)), NOW);

    Verify.lacks(backend, entry(1));
    Verify.holds(backend, record(entry(2), 2));
  }

  @Rule(
      id = "R-REC-17",
      says = "after any puts and removals the backend holds what a sorted map would",
      from = Contract.APPLY)
  void behavesAsASortedMap(StorageBackend backend, Random random) {
    NavigableMap<RecordId, StoredRecord> model = new TreeMap<>();
    for (int step = 0; step < 300; step++) {
      RecordId id = entry(random.nextInt(40));
      if (random.nextInt(3) == 0) {
        remove(backend, id);
        model.remove(id);
      } else {
        StoredRecord record = StoredRecord.builder(id, version(step))
            .expiresAt(random.nextLong())
            .epoch(random.nextInt())
            .suite(random.nextInt(65_536))
            .name(random(random, random.nextInt(40)))
            .value(random(random, random.nextInt(400)))
            .build();
        put(backend, record);
        model.put(id, record);
      }
    }

    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 7), List.copyOf(model.values()));
    for (int i = 0; i < 40; i++) {
      StoredRecord expected = model.get(entry(i));
      if (expected == null) {
        Verify.lacks(backend, entry(i));
      } else {
        Verify.holds(backend, expected);
      }
    }
  }

  @Rule(
      id = "R-REC-21",
      says = "a thread that has read before sees what another has done since",
      from = Contract.THREADS)
  void othersAreSeenSince(StorageBackend backend) {
    ScanRequest all = ScanRequest.of(RecordId.ENTRIES, 10);
    Verify.lacks(backend, entry(1));
    Verify.scans(backend, all, List.of());

    for (int i = 0; i < 5; i++) {
      StoredRecord written = record(entry(1), i);
      Race.apart(() -> {
        put(backend, written);
        return true;
      });
      Verify.holds(backend, written);
      Verify.scans(backend, all, List.of(written));
    }

    Race.apart(() -> {
      remove(backend, entry(1));
      return true;
    });
    Verify.lacks(backend, entry(1));
    Verify.scans(backend, all, List.of());
  }

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
