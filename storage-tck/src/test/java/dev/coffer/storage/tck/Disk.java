package dev.coffer.storage.tck;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A candidate's place: a map that all simulated processes have, that can be gone, and that has no
 * room for what one of them writes beyond its limit.
 */
final class Disk extends TreeMap<RecordId, StoredRecord> {

  private static final long serialVersionUID = 1L;

  private volatile boolean gone;

  /** Has every later access fail. */
  void breakDown() {
    gone = true;
  }

  private void requireReachable() {
    if (gone) {
      throw new StorageUnavailableException("The disk is gone.", null);
    }
  }

  @Override
  public StoredRecord get(Object id) {
    requireReachable();
    return super.get(id);
  }

  @Override
  public StoredRecord put(RecordId id, StoredRecord record) {
    requireReachable();
    SimulatedProcess.writes(record.value().length);
    return super.put(id, record);
  }

  @Override
  public StoredRecord remove(Object id) {
    requireReachable();
    SimulatedProcess.writes(0);
    return super.remove(id);
  }

  @Override
  public SortedMap<RecordId, StoredRecord> tailMap(RecordId from) {
    requireReachable();
    return super.tailMap(from);
  }

  @Override
  public NavigableMap<RecordId, StoredRecord> tailMap(RecordId from, boolean inclusive) {
    requireReachable();
    return super.tailMap(from, inclusive);
  }
}
