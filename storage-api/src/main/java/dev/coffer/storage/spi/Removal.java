package dev.coffer.storage.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The removals that every backend has, in terms of scan and apply. */
final class Removal {

  private static final int PAGE = Change.MAX_CHANGES;

  /**
   * A time at which nothing has expired, so that an expectation of a version is judged by the
   * version alone.
   */
  private static final long BEFORE_ALL_EXPIRY = Long.MIN_VALUE;

  private Removal() {}

  static void ofPrefix(StorageBackend backend, RecordId prefix) {
    Optional<ScanRequest> request = Optional.of(ScanRequest.of(prefix, PAGE).withoutValues());
    while (request.isPresent()) {
      RecordPage page = backend.scan(request.get());
      List<Change> removals = new ArrayList<>();
      for (StoredRecord record : page.records()) {
        removals.add(Change.remove(record.id(), Expectation.ANY));
      }
      backend.apply(removals, BEFORE_ALL_EXPIRY);
      request = request.get().following(page);
    }
  }

  static int ofExpired(StorageBackend backend, RecordId prefix, long now, int limit) {
    int removed = 0;
    Optional<ScanRequest> request = Optional.of(ScanRequest.of(prefix, PAGE).withoutValues());
    while (request.isPresent() && removed < limit) {
      RecordPage page = backend.scan(request.get());
      for (StoredRecord record : page.records()) {
        if (record.isExpiredAt(now) && removed < limit && removeUnchanged(backend, record)) {
          removed++;
        }
      }
      request = request.get().following(page);
    }
    return removed;
  }

  private static boolean removeUnchanged(StorageBackend backend, StoredRecord record) {
    // What had expired before all time is never live, and so is removed as that.
    Expectation unchanged = record.isExpiredAt(BEFORE_ALL_EXPIRY)
        ? Expectation.ABSENT
        : Expectation.version(record.version());
    Change removal = Change.remove(record.id(), unchanged);
    try {
      backend.apply(List.of(removal), BEFORE_ALL_EXPIRY);
      return true;
    } catch (PreconditionFailedException renewed) {
      return false;
    }
  }
}
