package dev.coffer.storage.crypto;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run through a store that seals every record anew which is not of the primary epoch, while
 * others read and write. A record keeps its version, so that nobody notices; whoever writes it
 * meanwhile wins. It remembers nothing: one that was killed is finished by the next.
 *
 * <p>Not thread-safe, used once.
 */
final class Resealing {

  /** What is put in one step has about so many bytes. */
  private static final int BATCH_BYTES = 2 << 20;

  /**
   * Writers that have not noticed a rotation make more to do; so many walks are enough for that.
   */
  private static final int MAX_WALKS = 10;

  /** Expired records are sealed anew as well, or their epoch could not be closed. */
  private static final long BEFORE_ALL_EXPIRY = Long.MIN_VALUE;

  private final StorageBackend backend;
  private final RecordSealer sealer;
  private final RecordResealing records;
  private final InstantSource clock;
  private final ResealListener listener;
  private final List<Change> batch = new ArrayList<>();

  private int batchBytes;
  private long begun;
  private long total;
  private long resealed;
  private long unreadable;
  private long lost;

  Resealing(
      StorageBackend backend, RecordSealer sealer, InstantSource clock, ResealListener listener) {
    this.backend = backend;
    this.sealer = sealer;
    this.records = new RecordResealing(sealer);
    this.clock = clock;
    this.listener = listener;
  }

  /** Walks until nothing is left to do, and says what came of it. */
  ResealProgress run() {
    begun = clock.millis();
    total = RecordCounts.of(backend).except(sealer.epoch());
    report();
    for (int walks = 0; walks < MAX_WALKS; walks++) {
      long before = resealed;
      unreadable = 0;
      lost = 0;
      walk();
      boolean stuck = resealed == before && lost == 0;
      if (stuck || RecordCounts.of(backend).except(sealer.epoch()) <= unreadable) {
        break;
      }
    }
    return progress();
  }

  private void walk() {
    Optional<ScanRequest> request =
        Optional.of(ScanRequest.of(RecordId.ENTRIES, Change.MAX_CHANGES));
    while (request.isPresent()) {
      RecordPage page = backend.scan(request.get());
      int epoch = sealer.epoch();
      for (StoredRecord record : page.records()) {
        if (record.epoch() != epoch) {
          reseal(record, epoch);
        }
      }
      flush();
      request = request.get().following(page);
    }
  }

  private void reseal(StoredRecord record, int epoch) {
    Optional<StoredRecord> anew = records.of(record, epoch);
    if (anew.isEmpty()) {
      unreadable++;
      return;
    }
    batch.add(Change.put(anew.get(), Expectation.version(record.version())));
    batchBytes += record.name().length + record.value().length;
    if (batchBytes >= BATCH_BYTES) {
      flush();
    }
  }

  private void flush() {
    if (!batch.isEmpty()) {
      if (apply(batch)) {
        resealed += batch.size();
      } else {
        batch.forEach(this::applyAlone);
      }
      batch.clear();
      batchBytes = 0;
      report();
    }
  }

  private void applyAlone(Change change) {
    if (apply(List.of(change))) {
      resealed++;
    } else {
      lost++;
    }
  }

  private boolean apply(List<Change> changes) {
    try {
      backend.apply(changes, BEFORE_ALL_EXPIRY);
      return true;
    } catch (PreconditionFailedException writtenMeanwhile) {
      return false;
    } catch (OutcomeUnknownException unknown) {
      throw new StorageUnavailableException(
          "It is not known whether the last records were sealed anew. Nothing is lost either way:"
              + " run it again, and it goes on.",
          unknown);
    }
  }

  private void report() {
    listener.progressed(progress());
  }

  private ResealProgress progress() {
    return new ResealProgress(
        resealed, unreadable, total, Duration.ofMillis(clock.millis() - begun));
  }
}
