package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;

/** Backends that remove too much, too little, or count otherwise. */
final class BrokenRemovals {

  static final List<Candidate> ALL = List.of(
      clearing(
          "removes the first page of a prefix",
          (backend, prefix) -> backend
              .scan(ScanRequest.of(prefix, 100))
              .records()
              .forEach(record -> backend.records().remove(record.id())),
          "R-REM-01"),
      clearing(
          "removes the siblings with a prefix",
          (backend, prefix) -> {
            RecordId shorter =
                RecordId.of(Arrays.copyOf(prefix.toBytes(), Math.max(1, prefix.length() - 14)));
            backend.records().keySet().removeIf(id -> id.startsWith(shorter));
          },
          "R-DUR-02 R-REM-02 R-REM-04 R-REM-05 R-REM-13"),
      clearing(
          "removes what is direct in a scope",
          (backend, prefix) ->
              backend.records().keySet().removeIf(id -> id.startsWith(prefix.append((byte) 0))),
          "R-DUR-02 R-EXP-21 R-FAC-10 R-REM-01 R-REM-02 R-REM-04 R-REM-05 R-REM-06",
          "R-REM-13"),
      clearing(
          "leaves the expired when it clears",
          (backend, prefix) -> backend
              .records()
              .values()
              .removeIf(
                  record -> record.id().startsWith(prefix) && !record.isExpiredAt(Samples.NOW)),
          "R-REM-01"),
      clearing(
          "clears system records with the rest",
          (backend, prefix) -> backend
              .records()
              .keySet()
              .removeIf(id -> id.startsWith(prefix) || id.startsWith(RecordId.SYSTEM)),
          "R-FAC-10 R-REM-02 R-REM-13"),
      clearing(
          "takes 0xFF for the end of the world",
          (backend, prefix) -> {
            byte[] end = prefix.toBytes();
            end[end.length - 1]++;
            backend
                .records()
                .subMap(prefix, prefix.compareTo(RecordId.of(end)) < 0 ? RecordId.of(end) : prefix)
                .clear();
          },
          "R-REM-05 R-REM-13"),
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
          "R-FAC-14 R-REM-07 R-REM-08 R-REM-09 R-REM-10 R-REM-14 R-REM-15"),
      purging(
          "purges beyond the prefix",
          (backend, prefix, now, limit) -> remove(backend, RecordId.of(new byte[0]), now, limit),
          "R-REM-09 R-REM-15"),
      purging(
          "spares what expires now",
          (backend, prefix, now, limit) -> remove(backend, prefix, now - 1, limit),
          "R-FAC-14 R-REM-07 R-REM-10 R-REM-14 R-REM-15 R-REM-16"),
      purging(
          "purges by the system's time",
          (backend, prefix, now, limit) ->
              remove(backend, prefix, System.currentTimeMillis(), limit),
          "R-FAC-14 R-REM-07 R-REM-10"),
      broken(
          "purges what was renewed meanwhile",
          PurgesTheRenewed::new,
          "R-REM-11 R-REM-12 R-REM-16"));

  private BrokenRemovals() {}

  private interface Clear {
    void removePrefix(MapBackend backend, RecordId prefix);
  }

  private interface Purge {
    int removeExpired(MapBackend backend, RecordId prefix, long now, int limit);
  }

  private static Candidate clearing(String name, Clear clear, String... rules) {
    return broken(
        name,
        place -> new MapBackend(place) {
          @Override
          public void removePrefix(RecordId prefix) {
            synchronized (records()) {
              clear.removePrefix(this, prefix);
            }
          }
        },
        rules);
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

  private static final class PurgesTheRenewed extends MapBackend {
    private final Meeting meeting = new Meeting();

    private PurgesTheRenewed(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      super.apply(changes, now);
      meeting.await();
    }

    @Override
    public int removeExpired(RecordId prefix, long now, int limit) {
      List<StoredRecord> expired = scan(ScanRequest.of(prefix, 1_000)).records().stream()
          .filter(record -> record.isExpiredAt(now))
          .limit(limit)
          .toList();
      meeting.await();
      meeting.await(); // whoever has come first has done something since
      expired.forEach(
          record -> super.apply(List.of(Change.remove(record.id(), Expectation.ANY)), now));
      return expired.size();
    }
  }
}
