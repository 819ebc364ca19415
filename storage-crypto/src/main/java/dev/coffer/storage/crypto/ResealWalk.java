package dev.coffer.storage.crypto;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A walk through a store that seals, step by step, what is not of the primary epoch, and puts
 * nothing: that is for whoever takes the steps.
 *
 * <p>Thread-safe: several threads may seal at once, each its own step.
 */
final class ResealWalk {

  /** What is put in one step has about so many bytes. */
  private static final int STEP_BYTES = 2 << 20;

  private final StorageBackend backend;
  private final RecordSealer sealer;
  private final RecordResealing records;
  private final InstantSource clock;

  private Optional<ScanRequest> request =
      Optional.of(ScanRequest.of(RecordId.ENTRIES, Change.MAX_CHANGES));
  private Iterator<StoredRecord> page = Collections.emptyIterator();

  ResealWalk(StorageBackend backend, RecordSealer sealer, InstantSource clock) {
    this.backend = backend;
    this.sealer = sealer;
    this.records = new RecordResealing(sealer);
    this.clock = clock;
  }

  /**
   * Some records, sealed anew and not put yet.
   *
   * @param changes what is to be put, each in the place of the version that was read
   * @param unreadable how many more do not open
   * @param epoch whose key they are sealed with
   * @param begun when that began, in milliseconds since 1970
   */
  record Step(List<Change> changes, int unreadable, int epoch, long begun) {}

  /** The next step; empty at the end of the store. */
  Optional<Step> next() {
    return take().map(this::seal);
  }

  /** Records to seal, the epoch to seal them in, and since when that is known, as in a step. */
  private record Work(List<StoredRecord> records, int epoch, long begun) {}

  private synchronized Optional<Work> take() {
    long begun = clock.millis();
    int epoch = sealer.epoch();
    List<StoredRecord> taken = new ArrayList<>();
    int bytes = 0;
    while (taken.isEmpty()) {
      if (!page.hasNext()) {
        if (!readPage()) {
          break;
        }
        // Others may have closed the epoch while the page was read.
        begun = clock.millis();
        epoch = sealer.epoch();
      }
      while (page.hasNext() && bytes < STEP_BYTES) {
        StoredRecord record = page.next();
        if (record.epoch() != epoch) {
          taken.add(record);
          bytes += record.name().length + record.value().length;
        }
      }
    }
    return taken.isEmpty() ? Optional.empty() : Optional.of(new Work(taken, epoch, begun));
  }

  private boolean readPage() {
    if (request.isEmpty()) {
      return false;
    }
    RecordPage read = backend.scan(request.get());
    request = request.get().following(read);
    page = read.records().iterator();
    return true;
  }

  private Step seal(Work work) {
    List<Change> changes = new ArrayList<>();
    for (StoredRecord record : work.records) {
      records
          .of(record, work.epoch)
          .ifPresent(anew -> changes.add(Change.put(anew, Expectation.version(record.version()))));
    }
    return new Step(changes, work.records.size() - changes.size(), work.epoch, work.begun);
  }
}
