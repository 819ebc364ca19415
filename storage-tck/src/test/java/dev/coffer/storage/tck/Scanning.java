package dev.coffer.storage.tck;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.NavigableMap;

/** A backend that is right in all but its scans. */
final class Scanning extends MapBackend {

  private final Scan scan;

  /** Answers a scan of all these records. */
  interface Scan {
    RecordPage scan(List<StoredRecord> sorted, ScanRequest request);
  }

  private Scanning(NavigableMap<RecordId, StoredRecord> place, Scan scan) {
    super(place);
    this.scan = scan;
  }

  static Candidate scanning(String name, Scan scan, String... rules) {
    return Candidate.broken(name, place -> new Scanning(place, scan), rules);
  }

  /** The records that begin with the request's prefix, as far as a page goes. */
  static RecordPage page(List<StoredRecord> records, ScanRequest request) {
    return request.page(
        records.stream().filter(r -> r.id().startsWith(request.prefix())).iterator());
  }

  /** The records with this id or a higher one. */
  static List<StoredRecord> startingAt(List<StoredRecord> sorted, RecordId from) {
    return sorted.stream().filter(record -> record.id().compareTo(from) >= 0).toList();
  }

  @Override
  public RecordPage scan(ScanRequest request) {
    synchronized (records()) {
      return scan.scan(List.copyOf(records().values()), request);
    }
  }

  /** Not by scans, of which some never end. */
  @Override
  public void removePrefix(RecordId prefix) {
    synchronized (records()) {
      records().keySet().removeIf(id -> id.startsWith(prefix));
    }
  }

  @Override
  public int removeExpired(RecordId prefix, long now, int limit) {
    synchronized (records()) {
      List<RecordId> expired = records().values().stream()
          .filter(record -> record.id().startsWith(prefix) && record.isExpiredAt(now))
          .limit(limit)
          .map(StoredRecord::id)
          .toList();
      expired.forEach(records()::remove);
      return expired.size();
    }
  }
}
