package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.entryIn;
import static dev.coffer.storage.tck.Samples.expiring;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.scope;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** More than one message, page or call of what lies below a backend may hold. */
abstract class VolumeRules extends Rules {

  private static final int LARGE = 256 * 1_024;
  private static final int LARGE_RECORDS = 24;
  private static final int MANY = 1_050;

  @Rule(
      id = "R-PAGE-16",
      says = "records of 6 MiB come with their values, in as many pages as it takes",
      from = Contract.RECORD_PAGE)
  void largePages(StorageBackend backend, Random random) {
    List<StoredRecord> all = new ArrayList<>();
    for (int i = 0; i < LARGE_RECORDS; i++) {
      all.add(StoredRecord.builder(entry(i), version(i))
          .value(Samples.noise(random.nextLong(), LARGE))
          .build());
    }
    // A batch has no more than 2.5 MiB.
    for (int from = 0; from < LARGE_RECORDS; from += 8) {
      put(backend, all.subList(from, from + 8));
    }

    Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, ScanRequest.MAX_LIMIT), all);
  }

  @Rule(
      id = "R-REM-19",
      says = "removePrefix and removeExpired remove more than a thousand records in one call",
      from = Contract.REMOVE_EXPIRED)
  void manyAtOnce(StorageBackend backend) {
    StoredRecord stays = record(entry(1), 1);
    put(backend, stays);
    List<StoredRecord> expired = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      expired.add(expiring(entryIn(scope(1), i), i, NOW));
    }

    put(backend, expired);
    int removed = backend.removeExpired(RecordId.ENTRIES, NOW, Integer.MAX_VALUE);
    Verify.equal(MANY, removed, "a count by removeExpired of");
    ScanRequest all = ScanRequest.of(RecordId.ENTRIES, ScanRequest.MAX_LIMIT);
    Verify.scans(backend, all, List.of(stays));

    put(backend, expired);
    backend.removePrefix(scope(1));
    Verify.scans(backend, all, List.of(stays));
  }
}
