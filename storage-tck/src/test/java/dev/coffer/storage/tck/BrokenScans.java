package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Scanning.page;
import static dev.coffer.storage.tck.Scanning.scanning;
import static dev.coffer.storage.tck.Scanning.startingAt;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Backends whose scans miss records, or have too many, or in disorder. */
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
          "takes the prefix for a lower bound",
          (all, request) -> {
            List<StoredRecord> found = new ArrayList<>();
            for (StoredRecord record : startingAt(all, request.from())) {
              if (found.size() == request.limit()) {
                return RecordPage.of(found, found.get(found.size() - 1).id());
              }
              found.add(request.values() ? record : record.withoutValue());
            }
            return RecordPage.last(found);
          },
          "R-PAGE-12 R-PAGE-14 R-REC-06 R-RING-03 R-RING-04 R-SCAN-01 R-SCAN-02 R-SCAN-07",
          "R-SEC-01",
          "R-REC-24 R-SCAN-13 R-SCAN-14 R-SCAN-15"),
      scanning(
          "ends a prefix of 0xFF where it begins",
          (all, request) -> {
            byte[] end = request.prefix().toBytes();
            if (end.length > 0) {
              end[end.length - 1]++;
            }
            RecordId to = RecordId.of(end);
            return page(
                startingAt(all, request.from()).stream()
                    .filter(r -> end.length == 0 || r.id().compareTo(to) < 0)
                    .toList(),
                request);
          },
          "R-SCAN-07 R-SCAN-08",
          "R-SCAN-13"),
      scanning(
          "answers values that nobody asked for",
          (all, request) -> {
            ScanRequest full = ScanRequest.of(request.prefix(), request.limit());
            return page(
                startingAt(all, request.from()),
                request.after().map(full::after).orElse(full));
          },
          "R-REC-11 R-SCAN-06",
          "R-REC-23 R-REC-24"),
      scanning(
          "answers no values",
          (all, request) -> page(startingAt(all, request.from()), request.withoutValues()),
          "R-BAT-01 R-BAT-02 R-BAT-03 R-BAT-04 R-BAT-05 R-BAT-06 R-BAT-08 R-BAT-16",
          "R-DUR-01 R-DUR-04 R-IO-01 R-KILL-02 R-KILL-03 R-KILL-04 R-LIFE-09 R-LIST-03",
          "R-LIST-04 R-LIST-06 R-LIST-07 R-LIST-08 R-LIST-11 R-LIST-12 R-PAGE-01 R-PAGE-10",
          "R-PAGE-15 R-PROC-05 R-REC-01 R-REC-03 R-REC-06 R-REC-07 R-REC-08 R-REC-09",
          "R-REC-10 R-REC-13 R-REC-14 R-REC-17 R-REC-18 R-REC-21 R-REC-22 R-REM-02",
          "R-REM-03 R-REM-04 R-REM-05 R-REM-07 R-REM-09 R-REM-10 R-REM-14 R-RESEAL-01",
          "R-RESEAL-02 R-RESEAL-03 R-RESEAL-04 R-SCAN-01 R-SCAN-02 R-SCAN-06 R-SCAN-07 R-SCAN-08",
          "R-SCAN-10 R-SEAL-01 R-SEAL-02 R-SEAL-03 R-SEAL-04 R-SEAL-05 R-SEAL-06 R-SEAL-07",
          "R-SEAL-08 R-SEC-01 R-SEC-03 R-SHR-01",
          "R-BAT-18 R-DUR-06 R-DUR-07 R-DUR-08 R-EXP-24 R-LIFE-13 R-PAGE-16 R-REC-23",
          "R-REC-24 R-REM-17 R-REM-18 R-REM-19 R-SCAN-13 R-SCAN-14 R-SHR-10 R-SHR-11",
          "R-SHR-12 R-SHR-13"),
      scanning(
          "hides the expired",
          (all, request) -> page(
              startingAt(all, request.from()).stream()
                  .filter(record -> record.expiresAt() > Samples.NOW)
                  .toList(),
              request),
          "R-DUR-01 R-REC-11 R-REC-17 R-REM-08 R-REM-09 R-RESEAL-03 R-SCAN-06 R-SCAN-10",
          "R-SEAL-04",
          "R-EXP-24 R-PROC-05 R-REC-24 R-REM-18 R-SCAN-14 R-SCAN-15 R-SHR-10"),
      scanning(
          "leaves out the record that is the prefix",
          (all, request) -> page(
              startingAt(all, request.from()).stream()
                  .filter(record -> !record.id().equals(request.prefix()))
                  .toList(),
              request),
          "R-BAT-12 R-PAGE-12 R-PAGE-14 R-REC-08 R-REC-18 R-REC-22 R-SCAN-02 R-SCAN-04",
          "R-SCAN-07 R-SCAN-08 R-SCAN-12",
          "R-REC-24 R-SCAN-13 R-SCAN-14"),
      scanning(
          "orders by length, and then by bytes",
          (all, request) -> {
            List<StoredRecord> sorted = new ArrayList<>(all);
            sorted.sort(
                Comparator.comparing((StoredRecord record) -> record.id().length())
                    .thenComparing(StoredRecord::id));
            List<RecordId> ids = sorted.stream().map(StoredRecord::id).toList();
            int from = request.after().map(ids::indexOf).orElse(-1) + 1;
            return page(sorted.subList(from, sorted.size()), request);
          },
          "R-LIST-02 R-LIST-10 R-LIST-11 R-PAGE-03 R-PAGE-04 R-PAGE-06 R-PAGE-07",
          "R-PAGE-12 R-SCAN-03 R-SCAN-04 R-SCAN-05"));

  private BrokenScans() {}

  private static int indexBehind(List<StoredRecord> signed, RecordId cursor) {
    int index = 0;
    while (index < signed.size()
        && Arrays.compare(signed.get(index).id().toBytes(), cursor.toBytes()) <= 0) {
      index++;
    }
    return index;
  }
}
