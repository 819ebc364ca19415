package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;

/** Backends that purge too much, too little, or count otherwise. */
final class BrokenPurges {

  static final List<Candidate> ALL = List.of(
      purging(
          "purges without a limit",
          (backend, prefix, now, limit) -> remove(backend, prefix, now, Integer.MAX_VALUE),
          "R-FAC-14 R-REM-08 R-REM-14"),
      purging(
          "counts what it looked at",
          (backend, prefix, now, limit) -> {
            int size = backend.records().size();
            remove(backend, prefix, now, limit);
            return Math.min(size, limit);
          },
          "R-FAC-14 R-REM-07 R-REM-08 R-REM-09 R-REM-10 R-REM-14 R-REM-15",
          "R-DUR-06 R-DUR-07 R-LIFE-13 R-REM-18 R-REM-19 R-SCAN-14 R-SHR-11"),
      purging(
          "purges beyond the prefix",
          (backend, prefix, now, limit) -> remove(backend, RecordId.of(new byte[0]), now, limit),
          "R-REM-09 R-REM-15",
          "R-REM-18 R-SCAN-14"),
      purging(
          "spares what expires now",
          (backend, prefix, now, limit) -> remove(backend, prefix, now - 1, limit),
          "R-FAC-14 R-REM-07 R-REM-10 R-REM-14 R-REM-15 R-REM-16",
          "R-DUR-06 R-DUR-07 R-LIFE-13 R-PROC-05 R-REM-18 R-REM-19 R-SCAN-14 R-SHR-10",
          "R-SHR-11"),
      purging(
          "purges by the system's time",
          (backend, prefix, now, limit) ->
              remove(backend, prefix, System.currentTimeMillis(), limit),
          "R-FAC-14 R-REM-07 R-REM-10"),
      purging(
          "takes a limit of 0 for none",
          (backend, prefix, now, limit) ->
              remove(backend, prefix, now, limit == 0 ? Integer.MAX_VALUE : limit),
          "R-REM-14"),
      purging(
          "adds one to the limit",
          (backend, prefix, now, limit) -> limit + 1 > 0 ? remove(backend, prefix, now, limit) : 0,
          "R-REM-14",
          "R-REM-19"),
      purging(
          "looks for the expired in the first page",
          (backend, prefix, now, limit) -> {
            List<StoredRecord> page =
                backend.scan(ScanRequest.of(prefix, ScanRequest.MAX_LIMIT)).records();
            int removed = 0;
            for (StoredRecord record : page) {
              if (removed < limit && record.isExpiredAt(now)) {
                backend.records().remove(record.id());
                removed++;
              }
            }
            return removed;
          },
          "R-REM-16",
          "R-REM-19"),
      purging(
          "finds nothing expired behind 0xFF",
          (backend, prefix, now, limit) ->
              prefix.length() > 0 && prefix.toBytes()[prefix.length() - 1] == -1
                  ? 0
                  : remove(backend, prefix, now, limit),
          "R-REM-15"));

  private BrokenPurges() {}

  private interface Purge {
    int removeExpired(MapBackend backend, RecordId prefix, long now, int limit);
  }

  private static Candidate purging(String name, Purge purge, String... rules) {
    return broken(
        name,
        place -> new MapBackend(place) {
          @Override
          public int removeExpired(RecordId prefix, long now, int limit) {
            synchronized (records()) {
              return purge.removeExpired(this, prefix, now, limit);
            }
          }
        },
        rules);
  }

  private static int remove(MapBackend backend, RecordId prefix, long now, int limit) {
    List<RecordId> expired = backend.records().values().stream()
        .filter(record -> record.id().startsWith(prefix) && record.isExpiredAt(now))
        .limit(limit)
        .map(StoredRecord::id)
        .toList();
    expired.forEach(backend.records()::remove);
    return expired.size();
  }
}
