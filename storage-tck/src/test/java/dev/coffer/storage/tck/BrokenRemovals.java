package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import java.util.Arrays;
import java.util.List;

/** Backends that clear too much, or too little. */
final class BrokenRemovals {

  static final List<Candidate> ALL = List.of(
      clearing(
          "removes the first page of a prefix",
          (backend, prefix) -> backend
              .scan(ScanRequest.of(prefix, 100))
              .records()
              .forEach(record -> backend.records().remove(record.id())),
          "R-REM-01",
          "R-REM-19"),
      clearing(
          "removes the siblings with a prefix",
          (backend, prefix) -> {
            RecordId shorter =
                RecordId.of(Arrays.copyOf(prefix.toBytes(), Math.max(1, prefix.length() - 14)));
            backend.records().keySet().removeIf(id -> id.startsWith(shorter));
          },
          "R-DUR-02 R-REM-02 R-REM-04 R-REM-05 R-REM-06 R-REM-13",
          "R-PROC-05 R-REM-17 R-SCAN-14 R-SHR-12"),
      clearing(
          "removes what is direct in a scope",
          (backend, prefix) ->
              backend.records().keySet().removeIf(id -> id.startsWith(prefix.append((byte) 0))),
          "R-DUR-02 R-EXP-21 R-FAC-10 R-REM-01 R-REM-02 R-REM-04 R-REM-05 R-REM-06",
          "R-REM-13 R-RING-07 R-RING-08",
          "R-PROC-05 R-REM-17 R-SCAN-14"),
      clearing(
          "leaves the expired when it clears",
          (backend, prefix) -> backend
              .records()
              .values()
              .removeIf(
                  record -> record.id().startsWith(prefix) && !record.isExpiredAt(Samples.NOW)),
          "R-IO-03",
          "R-REM-01",
          "R-PROC-05 R-REM-19 R-SCAN-14"),
      clearing(
          "clears system records with the rest",
          (backend, prefix) -> backend
              .records()
              .keySet()
              .removeIf(id -> id.startsWith(prefix) || id.startsWith(RecordId.SYSTEM)),
          "R-FAC-10 R-REM-02 R-REM-13 R-RING-06"),
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
      clearing(
          "clears nothing for the empty prefix",
          (backend, prefix) -> backend
              .records()
              .keySet()
              .removeIf(id -> prefix.length() > 0 && id.startsWith(prefix)),
          "R-REM-13"));

  private BrokenRemovals() {}

  private interface Clear {
    void removePrefix(MapBackend backend, RecordId prefix);
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
}
