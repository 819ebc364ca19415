package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;
import static dev.coffer.storage.tck.Scanning.page;
import static dev.coffer.storage.tck.Scanning.scanning;
import static dev.coffer.storage.tck.Scanning.startingAt;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Backends whose pages do not come to an end, or not to each record once. */
final class BrokenPages {

  static final List<Candidate> ALL = List.of(
      scanning(
          "answers the cursor's record again",
          (all, request) ->
              page(startingAt(all, request.after().orElse(request.prefix())), request),
          "R-LIST-04 R-LIST-05 R-LIST-06 R-LIST-11 R-PAGE-01 R-PAGE-02 R-PAGE-03",
          "R-PAGE-05 R-PAGE-07 R-PAGE-09 R-PAGE-10 R-PAGE-11 R-PAGE-12 R-PAGE-13",
          "R-PAGE-14 R-PAGE-15 R-REC-08 R-REC-09 R-REC-17 R-SCAN-03 R-SCAN-05 R-SCAN-09",
          "R-REC-24"),
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
            return page(
                startingAt(all, request.from()), request.values() ? more : more.withoutValues());
          },
          "R-PAGE-01 R-PAGE-02 R-PAGE-10 R-PAGE-11 R-PAGE-12 R-PAGE-13 R-PAGE-15",
          "R-REC-08 R-REC-09 R-REC-17 R-SCAN-03 R-SCAN-05 R-SCAN-09",
          "R-REC-24"),
      scanning(
          "ends with the first full page",
          (all, request) ->
              RecordPage.last(page(startingAt(all, request.from()), request).records()),
          "R-LIST-02 R-LIST-04 R-LIST-05 R-LIST-06 R-LIST-09 R-LIST-10 R-LIST-11",
          "R-PAGE-01 R-PAGE-02 R-PAGE-08 R-PAGE-09 R-PAGE-10 R-PAGE-11 R-PAGE-12",
          "R-PAGE-13 R-PAGE-14 R-PAGE-15 R-REC-08 R-REC-09 R-REC-17 R-SCAN-03 R-SCAN-05",
          "R-SCAN-09",
          "R-REC-24"),
      scanning(
          "never ends",
          (all, request) -> {
            List<StoredRecord> records =
                page(startingAt(all, request.from()), request).records();
            RecordId last = records.isEmpty()
                ? request.after().orElse(request.prefix())
                : records.get(records.size() - 1).id();
            return RecordPage.of(records, last);
          },
          "R-BAT-01 R-BAT-02 R-BAT-03 R-BAT-04 R-BAT-05 R-BAT-06 R-BAT-07 R-BAT-08",
          "R-BAT-12 R-BAT-16 R-DUR-01 R-DUR-04 R-FAC-14 R-IO-01 R-IO-03 R-KILL-02",
          "R-KILL-03 R-KILL-04 R-LIFE-01 R-LIFE-09 R-LIFE-11 R-LIM-01 R-LIM-02 R-LIM-03",
          "R-LIM-04 R-LIM-06 R-LIM-07 R-LIM-08 R-LIST-01 R-LIST-02 R-LIST-03 R-LIST-04",
          "R-LIST-05 R-LIST-06 R-LIST-07 R-LIST-08 R-LIST-10 R-LIST-11 R-LIST-12 R-PAGE-01",
          "R-PAGE-02 R-PAGE-03 R-PAGE-04 R-PAGE-05 R-PAGE-06 R-PAGE-07 R-PAGE-08 R-PAGE-09",
          "R-PAGE-10 R-PAGE-11 R-PAGE-12 R-PAGE-13 R-PAGE-14 R-PAGE-15 R-PROC-05 R-PROC-07",
          "R-REC-01 R-REC-03 R-REC-06 R-REC-07 R-REC-08 R-REC-09 R-REC-10 R-REC-11",
          "R-REC-13 R-REC-14 R-REC-17 R-REC-18 R-REC-21 R-REC-22 R-REM-01 R-REM-02",
          "R-REM-03 R-REM-04 R-REM-05 R-REM-07 R-REM-08 R-REM-09 R-REM-10 R-REM-12",
          "R-REM-14 R-RESEAL-01 R-RESEAL-02 R-RESEAL-03 R-RESEAL-04 R-RESEAL-05 R-RESEAL-06 R-RING-01",
          "R-RING-02 R-RING-03 R-RING-04 R-RING-05 R-RING-06 R-RING-07 R-RING-08 R-RING-09",
          "R-SCAN-01 R-SCAN-02 R-SCAN-03 R-SCAN-04 R-SCAN-05 R-SCAN-06 R-SCAN-07 R-SCAN-08",
          "R-SCAN-09 R-SCAN-10 R-SCAN-11 R-SCAN-12 R-SEAL-01 R-SEAL-02 R-SEAL-03 R-SEAL-04",
          "R-SEAL-05 R-SEAL-06 R-SEAL-07 R-SEAL-08 R-SEC-01 R-SEC-02 R-SEC-03 R-SEC-04",
          "R-SEC-05 R-SHR-01",
          "R-BAT-18 R-BAT-19 R-DUR-06 R-DUR-07 R-DUR-08 R-EXP-24 R-LIFE-13 R-PAGE-16",
          "R-REC-23 R-REC-24 R-REM-17 R-REM-18 R-REM-19 R-SCAN-13 R-SCAN-14 R-SCAN-15 R-SHR-10",
          "R-SHR-11 R-SHR-12 R-SHR-13"),
      broken(
          "keeps its place in a scan by counting", Counts::new, "R-PAGE-08 R-REM-01", "R-REM-19"),
      scanning(
          "begins at a cursor before the prefix",
          (all, request) -> request.page(startingAt(
                  all,
                  request.after().map(cursor -> cursor.append((byte) 0)).orElse(request.prefix()))
              .iterator()),
          "R-PAGE-12"),
      broken(
          "forgets a cursor when it was used",
          UsesUp::new,
          "R-PAGE-11 R-PAGE-12 R-PAGE-13 R-PAGE-14",
          "R-REC-24"),
      broken("answers the pages that follow as they were at first", Snapshots::new, "R-PAGE-15"));

  private BrokenPages() {}

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
                : all.size() - startingAt(all, cursor.append((byte) 0)).size())
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

  private static final class UsesUp extends MapBackend {
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    private UsesUp(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      if (request.after().isPresent() && !used.add(request.toString())) {
        throw new StorageUnavailableException("The cursor is closed.", null);
      }
      return super.scan(request);
    }
  }

  /** Whoever asks on from a page is answered what followed it when it was made. */
  private static final class Snapshots extends MapBackend {
    private final Map<String, List<StoredRecord>> following = new HashMap<>();

    private Snapshots(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      synchronized (records()) {
        List<StoredRecord> rest = following.remove(request.toString());
        List<StoredRecord> all = rest == null ? List.copyOf(records().values()) : rest;
        RecordPage page = Scanning.page(Scanning.startingAt(all, request.from()), request);
        request.following(page).ifPresent(next -> following.put(next.toString(), all));
        return page;
      }
    }
  }
}
