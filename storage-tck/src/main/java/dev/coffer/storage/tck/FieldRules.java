package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.entryIn;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.scope;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** No field is lost on any way in or out, of which a backend may have several. */
abstract class FieldRules extends Rules {

  /** So many ways there are for a record to come to be there, {@link #prepare}. */
  private static final int WAYS = 6;

  @Rule(
      id = "R-REC-23",
      says = "every field is kept, whatever a put expects and replaces, alone and in a batch",
      from = Contract.APPLY)
  void everyWayIn(StorageBackend backend) {
    List<StoredRecord> all = new ArrayList<>();
    for (int way = 0; way < WAYS; way++) {
      Change alone = prepare(backend, way, entry(way));
      backend.apply(List.of(alone), NOW);
      Verify.holds(backend, alone.record().orElseThrow());
      all.add(alone.record().orElseThrow());
    }
    List<Change> together = new ArrayList<>();
    for (int way = 0; way < WAYS; way++) {
      together.add(prepare(backend, way, entry(WAYS + way)));
    }
    backend.apply(together, NOW);
    together.forEach(change -> all.add(change.record().orElseThrow()));

    all.forEach(record -> Verify.holds(backend, record));
    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 100), all);
    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, 100).withoutValues(), all);
  }

  /** Puts what is to be replaced, different in every field, and answers the put that does it. */
  private static Change prepare(StorageBackend backend, int way, RecordId id) {
    StoredRecord live = full(id, 1, StoredRecord.NEVER);
    StoredRecord expired = full(id, 2, NOW);
    StoredRecord fresh = full(id, 3, NOW + 77);
    return switch (way) {
      case 0 -> Change.put(fresh, Expectation.ANY);
      case 1 -> Change.put(fresh, Expectation.ABSENT);
      case 2 -> over(backend, live, fresh, Expectation.ANY);
      case 3 -> over(backend, live, fresh, Expectation.version(live.version()));
      case 4 -> over(backend, expired, fresh, Expectation.ANY);
      default -> over(backend, expired, fresh, Expectation.ABSENT);
    };
  }

  private static Change over(
      StorageBackend backend, StoredRecord old, StoredRecord fresh, Expectation expectation) {
    put(backend, old);
    return Change.put(fresh, expectation);
  }

  @Rule(
      id = "R-REC-24",
      says = "every field is answered, in the same order, by scans with and without values, on"
          + " every page",
      from = Contract.SCAN)
  void everyWayOut(StorageBackend backend) {
    List<StoredRecord> inScope = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      // In no order of versions, expiries or epochs.
      inScope.add(full(entryIn(scope(1), i), 5 * i % 9, i % 3 == 0 ? NOW - i : NOW + 9 - i));
    }
    inScope.add(full(entryIn(scope(1, 2), 3), 22, NOW));
    List<StoredRecord> all = new ArrayList<>(inScope);
    all.add(full(entry(1), 21, StoredRecord.NEVER));
    put(backend, all);

    for (int limit : new int[] {1, 4, 100}) {
      answersAll(backend, ScanRequest.of(RecordId.ENTRIES, limit), all);
      answersAll(backend, ScanRequest.of(scope(1), limit), inScope);
    }
    for (StoredRecord record : all) {
      answersAll(backend, ScanRequest.of(record.id(), 2), List.of(record));
    }
  }

  private static void answersAll(
      StorageBackend backend, ScanRequest request, List<StoredRecord> expected) {
    Verify.scans(backend, request, expected);
    Verify.scans(backend, request.withoutValues(), expected);
    Verify.equal(
        ScanRules.idsOf(Verify.walk(backend, request)),
        ScanRules.idsOf(Verify.walk(backend, request.withoutValues())),
        "without values the same order as with them:");
  }

  /** A record with something in every field, and in all of them something else per number. */
  private static StoredRecord full(RecordId id, int number, long expiresAt) {
    byte[] domain = new byte[StoredRecord.DOMAIN_LENGTH];
    Arrays.fill(domain, (byte) (0xD0 + number));
    return StoredRecord.builder(id, version(100 + number))
        .expiresAt(expiresAt)
        .domain(domain)
        .epoch(0x80000000 + number)
        .suite(65_535 - number)
        .flags(0xC0000000 + number)
        .name(new byte[] {'n', (byte) number, 0})
        .value(new byte[] {'v', (byte) number, 0, 0})
        .build();
  }
}
