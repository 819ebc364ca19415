package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;

/** Backends whose scans miss records, or have them twice, or in disorder. */
final class BrokenScans {

  private static final Comparator<StoredRecord> SIGNED =
      Comparator.comparing(record -> record.id().toBytes(), Arrays::compare);

  static final List<Candidate> ALL = List.of(
      scanning(
          "orders bytes as signed ones",
          (all, request) -> {
            List<StoredRecord> signed = new ArrayList<>(all);
            signed.sort(SIGNED);
            int from =
                request.after().map(cursor -> indexBehind(signed, cursor)).orElse(0);
            return page(signed.subList(from, signed.size()), request);
          },
          "R-LIST-02 R-LIST-10 R-LIST-11 R-PAGE-04 R-PAGE-06 R-PAGE-09 R-PAGE-12",
          "R-SCAN-03 R-SCAN-04"),
      scanning(
          "answers the cursor's record again",
          (all, request) -> page(from(all, request.after().orElse(request.prefix())), request),
          "R-LIST-04 R-LIST-05 R-LIST-06 R-LIST-11 R-PAGE-01 R-PAGE-02 R-PAGE-03",
          "R-PAGE-05 R-PAGE-07 R-PAGE-09 R-PAGE-10 R-PAGE-11 R-PAGE-12 R-PAGE-13",
          "R-PAGE-14 R-PAGE-15 R-REC-08 R-REC-09 R-REC-17 R-SCAN-03 R-SCAN-05 R-SCAN-09"),
      scanning(
          "knows only cursors that are records",
          (all, request) -> {
            List<RecordId> ids = all.stream().map(StoredRecord::id).toList();
            int from = request.after().map(ids::indexOf).orElse(-1) + 1;
            return page(all.subList(from, all.size()), request);
          },
          "R-LIST-02 R-LIST-10 R-LIST-11 R-PAGE-04 R-PAGE-06 R-PAGE-07 R-PAGE-12"),
      scanning(
          "answers one record more than the limit",
          (all, request) -> {
            ScanRequest more = ScanRequest.of(
                request.prefix(), Math.min(request.limit() + 1, ScanRequest.MAX_LIMIT));
            more = request.after().map(more::after).orElse(more);
            return page(from(all, request.from()), request.values() ? more : more.withoutValues());
          },
          "R-PAGE-01 R-PAGE-02 R-PAGE-10 R-PAGE-11 R-PAGE-12 R-PAGE-13 R-PAGE-15",
          "R-REC-08 R-REC-09 R-REC-17 R-SCAN-03 R-SCAN-05 R-SCAN-09"),
      scanning(
          "ends with the first full page",
          (all, request) ->
              RecordPage.last(page(from(all, request.from()), request).records()),
          "R-LIST-02 R-LIST-04 R-LIST-05 R-LIST-06 R-LIST-09 R-LIST-10 R-LIST-11",
          "R-PAGE-01 R-PAGE-02 R-PAGE-08 R-PAGE-09 R-PAGE-10 R-PAGE-11 R-PAGE-12",
          "R-PAGE-13 R-PAGE-14 R-PAGE-15 R-REC-08 R-REC-09 R-REC-17 R-SCAN-03 R-SCAN-05",
          "R-SCAN-09"),
      scanning(
          "never ends",
          (all, request) -> {
            List<StoredRecord> records =
                page(from(all, request.from()), request).records();
            RecordId last = records.isEmpty()
                ? request.after().orElse(request.prefix())
                : records.get(records.size() - 1).id();
            return RecordPage.of(records, last);
          },
          "R-BAT-01 R-BAT-02 R-BAT-03 R-BAT-04 R-BAT-05 R-BAT-06 R-BAT-07 R-BAT-08",
          "R-BAT-12 R-BAT-16 R-DUR-01 R-DUR-04 R-FAC-11 R-FAC-12 R-FAC-14 R-LIFE-01",
          "R-LIFE-09 R-LIFE-11 R-LIM-01 R-LIM-02 R-LIM-03 R-LIM-04 R-LIM-06 R-LIM-07",
          "R-LIM-08 R-LIST-01 R-LIST-02 R-LIST-03 R-LIST-04 R-LIST-05 R-LIST-06",
          "R-LIST-07 R-LIST-08 R-LIST-10 R-LIST-11 R-LIST-12 R-PAGE-01 R-PAGE-02",
          "R-PAGE-03 R-PAGE-04 R-PAGE-05 R-PAGE-06 R-PAGE-07 R-PAGE-08 R-PAGE-09",
          "R-PAGE-10 R-PAGE-11 R-PAGE-12 R-PAGE-13 R-PAGE-14 R-PAGE-15 R-REC-01",
          "R-REC-03 R-REC-06 R-REC-07 R-REC-08 R-REC-09 R-REC-10 R-REC-11 R-REC-13",
          "R-REC-14 R-REC-17 R-REC-18 R-REC-21 R-REC-22 R-REM-01 R-REM-02 R-REM-03",
          "R-REM-04 R-REM-05 R-REM-07 R-REM-08 R-REM-09 R-REM-10 R-REM-12 R-REM-14",
          "R-SCAN-01 R-SCAN-02 R-SCAN-03 R-SCAN-04 R-SCAN-05 R-SCAN-06 R-SCAN-07",
          "R-SCAN-08 R-SCAN-09 R-SCAN-10 R-SCAN-11 R-SCAN-12 R-SHR-01"),
      scanning(
          "takes the prefix for a lower bound",
          (all, request) -> {
            List<StoredRecord> found = new ArrayList<>();
            for (StoredRecord record : from(all, request.from())) {
              if (found.size() == request.limit()) {
                return RecordPage.of(found, found.get(found.size() - 1).id());
              }
              found.add(request.values() ? record : record.withoutValue());
            }
            return RecordPage.last(found);
          },
          "R-PAGE-12 R-PAGE-14 R-REC-06 R-SCAN-01 R-SCAN-02 R-SCAN-07"),
      scanning(
          "ends a prefix of 0xFF where it begins",
          (all, request) -> {
            byte[] end = request.prefix().toBytes();
            if (end.length > 0) {
              end[end.length - 1]++;
            }
            RecordId to = RecordId.of(end);
            return page(
                from(all, request.from()).stream()
                    .filter(r -> end.length == 0 || r.id().compareTo(to) < 0)
                    .toList(),
                request);
          },
          "R-SCAN-07 R-SCAN-08"),
      scanning(
          "answers values that nobody asked for",
          (all, request) -> {
            ScanRequest full = ScanRequest.of(request.prefix(), request.limit());
            return page(
                from(all, request.from()), request.after().map(full::after).orElse(full));
          },
          "R-REC-11 R-SCAN-06"),
      scanning(
          "answers no values",
          (all, request) -> page(from(all, request.from()), request.withoutValues()),
          "R-BAT-01 R-BAT-02 R-BAT-03 R-BAT-04 R-BAT-05 R-BAT-06 R-BAT-08 R-BAT-16",
          "R-DUR-01 R-DUR-04 R-FAC-11 R-FAC-12 R-LIFE-09 R-LIST-03 R-LIST-04 R-LIST-06",
          "R-LIST-07 R-LIST-08 R-LIST-11 R-LIST-12 R-PAGE-01 R-PAGE-10 R-PAGE-15",
          "R-REC-01 R-REC-03 R-REC-06 R-REC-07 R-REC-08 R-REC-09 R-REC-10 R-REC-13",
          "R-REC-14 R-REC-17 R-REC-18 R-REC-21 R-REC-22 R-REM-02 R-REM-03 R-REM-04",
          "R-REM-05 R-REM-07 R-REM-09 R-REM-10 R-REM-14 R-SCAN-01 R-SCAN-02 R-SCAN-06",
          "R-SCAN-07 R-SCAN-08 R-SCAN-10 R-SHR-01"),
      scanning(
          "hides the expired",
          (all, request) -> page(
              from(all, request.from()).stream()
                  .filter(record -> record.expiresAt() > Samples.NOW)
                  .toList(),
              request),
          "R-DUR-01 R-REC-11 R-REC-17 R-REM-08 R-REM-09 R-SCAN-06 R-SCAN-10"),
      scanning(
          "leaves out the record that is the prefix",
          (all, request) -> page(
              from(all, request.from()).stream()
                  .filter(record -> !record.id().equals(request.prefix()))
                  .toList(),
              request),
          "R-BAT-12 R-PAGE-12 R-PAGE-14 R-REC-08 R-REC-18 R-REC-22 R-SCAN-02 R-SCAN-04",
          "R-SCAN-07 R-SCAN-08 R-SCAN-12"),
      broken("keeps its place in a scan by counting", Counts::new, "R-PAGE-08 R-REM-01"));

  private BrokenScans() {}

  private interface Scan {
    RecordPage scan(List<StoredRecord> sorted, ScanRequest request);
  }

  private static Candidate scanning(String name, Scan scan, String... rules) {
    return broken(name, place -> new Scanning(place, scan), rules);
  }

  private static RecordPage page(List<StoredRecord> records, ScanRequest request) {
    return request.page(
        records.stream().filter(r -> r.id().startsWith(request.prefix())).iterator());
  }

  private static List<StoredRecord> from(List<StoredRecord> sorted, RecordId from) {
    return sorted.stream().filter(record -> record.id().compareTo(from) >= 0).toList();
  }

  private static int indexBehind(List<StoredRecord> signed, RecordId cursor) {
    int index = 0;
    while (index < signed.size()
        && Arrays.compare(signed.get(index).id().toBytes(), cursor.toBytes()) <= 0) {
      index++;
    }
    return index;
  }

  private static final class Scanning extends MapBackend {
    private final Scan scan;

    private Scanning(NavigableMap<RecordId, StoredRecord> place, Scan scan) {
      super(place);
      this.scan = scan;
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

  /** The cursor says how many records came before it, which is wrong once one of them is gone. */
  private static final class Counts extends MapBackend {
    private Counts(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      synchronized (records()) {
        List<StoredRecord> all = records().values().stream()
            .filter(r -> r.id().startsWith(request.prefix()))
            .toList();
        int from = request
            .after()
            .map(cursor -> Arrays.mismatch(cursor.toBytes(), 0, 2, new byte[] {2, 2}, 0, 2) < 0
                ? cursor.length() - 2
                : all.size() - from(all, cursor.append((byte) 0)).size())
            .orElse(0);
        int to = Math.min(all.size(), from + request.limit());
        List<StoredRecord> records = new ArrayList<>();
        for (StoredRecord record : all.subList(Math.min(from, to), to)) {
          records.add(request.values() ? record : record.withoutValue());
        }
        if (to == all.size()) {
          return RecordPage.last(records);
        }
        byte[] counted = new byte[to + 2];
        counted[0] = 2;
        counted[1] = 2;
        return RecordPage.of(records, RecordId.of(new byte[0]).append(counted));
      }
    }
  }
}
