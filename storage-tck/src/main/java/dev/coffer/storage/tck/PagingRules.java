package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.entryIn;
import static dev.coffer.storage.tck.Samples.id;
import static dev.coffer.storage.tck.Samples.put;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.records;
import static dev.coffer.storage.tck.Samples.remove;
import static dev.coffer.storage.tck.Samples.scope;
import static dev.coffer.storage.tck.ScanRules.idsOf;
import static java.util.stream.Collectors.toList;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Page after page, a scan comes to its end, and to each record once. */
abstract class PagingRules extends Rules {

  private static final int ROUNDS = 40;

  @Rule(
      id = "R-PAGE-01",
      says = "pages of every size have every record once, and never more than the limit",
      from = Contract.SCAN_REQUEST)
  void everyLimit(StorageBackend backend) {
    List<StoredRecord> all = records(23, Samples::entry);
    put(backend, all);

    for (int limit : new int[] {1, 2, 3, 11, 22, 23, 24, ScanRequest.MAX_LIMIT}) {
      Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, limit), all);
    }
  }

  @Rule(
      id = "R-PAGE-02",
      says = "a scan ends behind a last page that is exactly full",
      from = Contract.RECORD_PAGE)
  void exactlyFull(StorageBackend backend) {
    put(backend, records(6, Samples::entry));

    for (int limit : new int[] {1, 2, 3, 6}) {
      ScanRequest request = ScanRequest.of(RecordId.ENTRIES, limit);
      List<StoredRecord> all = Verify.walk(backend, request);
      Verify.equal(6, all.size(), "in pages of " + limit + " a number of records of");
      RecordId last = all.get(5).id();
      List<StoredRecord> behind = Verify.walk(backend, request.after(last));
      Verify.equal(List.of(), behind, "behind the last record");
    }
  }

  @Rule(
      id = "R-PAGE-08",
      says = "a scan goes on behind a record that is removed meanwhile",
      from = Contract.SCAN_REQUEST)
  void theCursorIsRemoved(StorageBackend backend) {
    List<StoredRecord> all = records(6, Samples::entry);
    put(backend, all);
    ScanRequest request = ScanRequest.of(RecordId.ENTRIES, 3);
    RecordPage first = backend.scan(request);
    Verify.that(first.next().isPresent(), "a page behind the first of 6 records", first);

    first.records().forEach(record -> remove(backend, record.id()));

    ScanRequest rest = request.after(first.next().orElseThrow());
    Verify.equal(
        idsOf(all.subList(first.records().size(), 6)),
        idsOf(Verify.walk(backend, rest)),
        "behind a removed record");
  }

  @Rule(
      id = "R-PAGE-09",
      says = "a thousand records fit into one page, and more into several",
      from = Contract.SCAN_REQUEST)
  void largePages(StorageBackend backend) {
    List<StoredRecord> all = records(1_100, Samples::entry);
    put(backend, all);

    ScanRequest request = ScanRequest.of(RecordId.ENTRIES, ScanRequest.MAX_LIMIT);

    Verify.equal(
        idsOf(all), idsOf(Verify.walk(backend, request.withoutValues())), "a scan to answer");
  }

  @Rule(
      id = "R-PAGE-10",
      says = "pages go on through all partitions, with any limit",
      from = Contract.SCAN)
  void acrossPartitions(StorageBackend backend) {
    List<RecordId> ids = new ArrayList<>();
    for (int tenant = 0; tenant < 7; tenant++) {
      ids.add(entry(tenant));
      ids.add(entryIn(scope(tenant), 1));
      ids.add(entryIn(scope(tenant, 3), 2));
    }
    List<StoredRecord> all = records(ids.size(), ids::get);
    put(backend, all);

    for (int limit = 1; limit <= 8; limit++) {
      Verify.scans(backend, ScanRequest.of(RecordId.ENTRIES, limit), all);
    }
  }

  @Rule(
      id = "R-PAGE-11",
      says = "a record that stays is answered exactly once, whatever is written meanwhile",
      from = Contract.SCAN,
      races = true)
  void stableOnceUnderWrites(StorageBackend backend) {
    List<StoredRecord> stable = records(40, i -> entryIn(scope(i % 4), 10 * i));
    put(backend, stable);
    List<RecordId> expected = stable.stream().map(StoredRecord::id).sorted().collect(toList());

    Race.during(
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            List<StoredRecord> churn =
                records(12, i -> entryIn(scope(i % 4), 10 * (i * 3) + 1 + i % 9));
            put(backend, churn);
            // Replaced, but never away.
            put(backend, record(expected.get(round % expected.size()), 100 + round));
            churn.forEach(record -> remove(backend, record.id()));
          }
        },
        () -> {
          ScanRequest request = ScanRequest.of(RecordId.ENTRIES, 7).withoutValues();
          List<RecordId> seen = idsOf(Verify.walk(backend, request)).stream()
              .filter(expected::contains)
              .sorted()
              .collect(toList());
          Verify.equal(expected, seen, "the records that stay,");
        });
  }

  @Rule(
      id = "R-PAGE-14",
      says = "a page may be asked for again, by several scans in turn",
      from = Contract.SCAN)
  void scansByTurns(StorageBackend backend) {
    List<StoredRecord> all = records(9, Samples::entry);
    put(backend, all);
    ScanRequest request = ScanRequest.of(RecordId.ENTRIES, 2);
    ScanRequest other = ScanRequest.of(entry(3), 2);

    List<RecordId> seen = new ArrayList<>();
    Optional<ScanRequest> next = Optional.of(request);
    while (next.isPresent()) {
      RecordPage page = backend.scan(next.get());
      Verify.equal(List.of(entry(3)), idsOf(Verify.walk(backend, other)), "another scan of");
      RecordPage again = backend.scan(next.get());
      Verify.equal(idsOf(page.records()), idsOf(again.records()), "the same page of");
      seen.addAll(idsOf(page.records()));
      Verify.that(seen.size() <= all.size(), "a scan that ends", seen.size() + " ids");
      next = page.next().map(request::after);
    }
    Verify.equal(idsOf(all), seen, "a scan to answer");
  }

  @Rule(
      id = "R-PAGE-15",
      says = "what is done between two pages is seen by the second",
      from = Contract.THREADS)
  void everyPageIsCurrent(StorageBackend backend) {
    put(backend, records(6, i -> entry(2 * i)));
    ScanRequest request = ScanRequest.of(RecordId.ENTRIES, 2);
    RecordPage first = backend.scan(request);
    Verify.that(first.next().isPresent(), "a page behind the first of 6 records", first);

    put(backend, record(entry(9), 109), record(entry(8), 108));
    remove(backend, entry(10));

    List<StoredRecord> rest = Verify.walk(backend, request.after(first.next().orElseThrow()));
    List<RecordId> expected = new ArrayList<>();
    for (int number : new int[] {0, 2, 4, 6, 8, 9}) {
      expected.add(entry(number));
    }
    expected.subList(0, first.records().size()).clear();
    Verify.equal(expected, idsOf(rest), "the pages behind the first:");
    Verify.same(record(entry(8), 108), rest.get(rest.size() - 2));
  }
}
