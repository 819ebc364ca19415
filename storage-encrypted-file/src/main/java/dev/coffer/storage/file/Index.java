package dev.coffer.storage.file;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The records of a log in the order of their ids, in memory. Who sees one change of a batch sees
 * them all.
 */
final class Index implements Records {

  private final TreeMap<RecordId, StoredRecord> records = new TreeMap<>();

  /** Write-held for a whole batch. Not interruptible: an interrupted caller keeps its flag. */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  @Override
  public Optional<StoredRecord> get(RecordId id) {
    lock.readLock().lock();
    try {
      return Optional.ofNullable(records.get(id));
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public RecordPage scan(ScanRequest request) {
    lock.readLock().lock();
    try {
      return request.page(records.tailMap(request.from(), true).values().iterator());
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Makes the changes, whatever they expect. */
  void apply(List<Change> changes) {
    lock.writeLock().lock();
    try {
      for (Change change : changes) {
        Optional<StoredRecord> put = change.record();
        if (put.isPresent()) {
          records.put(change.id(), put.get());
        } else {
          records.remove(change.id());
        }
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
