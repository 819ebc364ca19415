package dev.coffer.storage.credentials;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.ForwardingBackend;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend that counts, and fails when it is told to. */
final class FaultyBackend extends ForwardingBackend {

  /** What happens to a call. */
  enum Fault {
    NONE,
    /** Nothing is done. */
    DOWN,
    /** A write is made, and nobody is told. */
    WRITTEN_UNHEARD,
    /** A write is not made, and nobody can tell. */
    LOST_UNHEARD
  }

  final AtomicInteger reads = new AtomicInteger();
  final AtomicInteger writes = new AtomicInteger();
  volatile Runnable beforeNextWrite = () -> {};
  volatile Fault onRead = Fault.NONE;
  volatile Fault onWrite = Fault.NONE;

  FaultyBackend(StorageBackend delegate) {
    super(delegate);
  }

  void down() {
    onRead = Fault.DOWN;
    onWrite = Fault.DOWN;
  }

  void up() {
    onRead = Fault.NONE;
    onWrite = Fault.NONE;
  }

  int roundTrips() {
    return reads.get() + writes.get();
  }

  @Override
  public Optional<StoredRecord> get(RecordId id) {
    reads.incrementAndGet();
    if (onRead != Fault.NONE) {
      throw new StorageUnavailableException("The test has taken the storage down.", null);
    }
    return super.get(id);
  }

  @Override
  public void apply(List<Change> changes, long now) {
    writes.incrementAndGet();
    Runnable before = beforeNextWrite;
    beforeNextWrite = () -> {};
    before.run();
    switch (onWrite) {
      case NONE -> super.apply(changes, now);
      case DOWN ->
        throw new StorageUnavailableException("The test has taken the storage down.", null);
      case WRITTEN_UNHEARD -> {
        onWrite = Fault.NONE;
        super.apply(changes, now);
        throw new OutcomeUnknownException("The test has cut the line.", null);
      }
      case LOST_UNHEARD -> {
        onWrite = Fault.NONE;
        throw new OutcomeUnknownException("The test has cut the line.", null);
      }
    }
  }
}
