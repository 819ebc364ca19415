package dev.coffer.storage.tck;

import static java.util.stream.Collectors.toList;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.function.Executable;

/**
 * What rules assert. Every failure says what was expected and what was seen; records are compared
 * field by field, since their {@code toString} shows no content.
 */
final class Verify {

  /** Pages without a record that a walk accepts before it is said never to end. */
  private static final int MAX_EMPTY_PAGES = 10_000;

  private static final int SHOWN_BYTES = 24;

  /** Longer lists are not shown whole. */
  private static final int SHOWN_ITEMS = 6;

  private Verify() {}

  /** That get answers exactly this record. */
  static void holds(StorageBackend backend, StoredRecord expected) {
    same(expected, present(backend.get(expected.id()), "get to answer " + expected));
  }

  /** That there is something, which is returned. */
  static <T> T present(Optional<T> seen, String expected) {
    that(seen.isPresent(), expected, "nothing");
    return seen.orElseThrow();
  }

  /** That get answers nothing. */
  static void lacks(StorageBackend backend, RecordId id) {
    Optional<StoredRecord> seen = backend.get(id);
    if (seen.isPresent()) {
      throw new AssertionError("expected nothing at " + id + ", seen " + seen.get());
    }
  }

  /** That two records are the same in every field. */
  static void same(StoredRecord expected, StoredRecord seen) {
    List<String> differences = new ArrayList<>();
    compare("id", expected.id(), seen.id(), differences);
    compare("version", expected.version(), seen.version(), differences);
    compare("expiresAt", expected.expiresAt(), seen.expiresAt(), differences);
    compare("epoch", unsigned(expected.epoch()), unsigned(seen.epoch()), differences);
    compare("suite", expected.suite(), seen.suite(), differences);
    compare("flags", unsigned(expected.flags()), unsigned(seen.flags()), differences);
    compare("domain", show(expected.domain()), show(seen.domain()), differences);
    compareBytes("name", expected.name(), seen.name(), differences);
    compare("hasValue", expected.hasValue(), seen.hasValue(), differences);
    if (expected.hasValue() && seen.hasValue()) {
      compareBytes("value", expected.value(), seen.value(), differences);
    }
    if (!differences.isEmpty()) {
      throw new AssertionError("record " + expected.id() + ": " + String.join("; ", differences));
    }
  }

  private static void compare(String field, Object expected, Object seen, List<String> found) {
    if (!expected.equals(seen)) {
      found.add("expected " + field + " " + expected + ", seen " + seen);
    }
  }

  private static void compareBytes(
      String field, byte[] expected, byte[] seen, List<String> differences) {
    int at = Arrays.mismatch(expected, seen);
    if (at >= 0) {
      differences.add(String.format(
          "expected %s of %d bytes, seen %d bytes, the first difference at %d: %s, seen %s",
          field, expected.length, seen.length, at, show(tail(expected, at)), show(tail(seen, at))));
    }
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, Math.min(from, bytes.length), bytes.length);
  }

  private static String show(byte[] bytes) {
    String hex = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN_BYTES));
    return bytes.length == 0 ? "none" : hex + (bytes.length > SHOWN_BYTES ? "..." : "");
  }

  private static String unsigned(int number) {
    return Integer.toUnsignedString(number);
  }

  /** That the changes are refused because of the one at {@code index}. */
  static void refused(StorageBackend backend, int index, long now, Change... changes) {
    String call = "apply at now=" + now + " of " + changes[index];
    PreconditionFailedException refused =
        thrown(PreconditionFailedException.class, call, () -> backend.apply(List.of(changes), now));
    equal(index, refused.index(), "the index of the first refused change,");
  }

  /** That a call throws an exception of this type, which is returned. */
  static <T extends Throwable> T thrown(Class<T> type, String call, Executable body) {
    Throwable seen = null;
    try {
      body.execute();
    } catch (Throwable thrown) {
      seen = thrown;
    }
    if (!type.isInstance(seen)) {
      String what = seen == null ? "success" : seen.toString();
      throw new AssertionError(
          "expected " + type.getSimpleName() + " from " + call + ", seen " + what, seen);
    }
    return type.cast(seen);
  }

  /** That two values are equal. */
  static void equal(Object expected, Object seen, String what) {
    if (Objects.equals(expected, seen)) {
      return;
    }
    if (expected instanceof List<?> some
        && seen instanceof List<?> other
        && Math.max(some.size(), other.size()) > SHOWN_ITEMS) {
      throw new AssertionError(String.format(
          "expected %s %d items, seen %d; %s",
          what, some.size(), other.size(), difference(some, other)));
    }
    throw new AssertionError("expected " + what + " " + expected + ", seen " + seen);
  }

  private static String difference(List<?> expected, List<?> seen) {
    int at = 0;
    while (at < Math.min(expected.size(), seen.size()) && expected.get(at).equals(seen.get(at))) {
      at++;
    }
    Set<Object> missing = new LinkedHashSet<>(expected);
    missing.removeAll(new HashSet<>(seen));
    Set<Object> unexpected = new LinkedHashSet<>(seen);
    unexpected.removeAll(new HashSet<>(expected));
    return String.format(
        "they differ first at index %d: expected %s, seen %s; missing %d, not expected %d",
        at, itemAt(expected, at), itemAt(seen, at), missing.size(), unexpected.size());
  }

  private static String itemAt(List<?> items, int index) {
    return index < items.size() ? items.get(index).toString() : "the end";
  }

  /** That something is so. */
  static void that(boolean condition, String expected, Object seen) {
    if (!condition) {
      throw new AssertionError("expected " + expected + ", seen " + seen);
    }
  }

  /** That a scan, followed to its end, has exactly these records, in any order, each once. */
  static void scans(StorageBackend backend, ScanRequest request, List<StoredRecord> expected) {
    List<StoredRecord> seen = walk(backend, request);
    equal(
        expected.stream().map(StoredRecord::id).sorted().collect(toList()),
        seen.stream().map(StoredRecord::id).sorted().collect(toList()),
        "from " + request + ", page by page,");
    for (StoredRecord record : seen) {
      StoredRecord put = expected.stream()
          .filter(other -> other.id().equals(record.id()))
          .findFirst()
          .orElseThrow();
      same(request.values() ? put : put.withoutValue(), record);
    }
  }

  /** All pages from this request on; each must keep to the request's limit and prefix. */
  static List<StoredRecord> walk(StorageBackend backend, ScanRequest request) {
    List<StoredRecord> walked = new ArrayList<>();
    Optional<ScanRequest> next = Optional.of(request);
    int emptyPages = 0;
    while (next.isPresent()) {
      RecordPage page = backend.scan(next.get());
      List<StoredRecord> records = page.records();
      that(
          records.size() <= request.limit(),
          "a page of at most " + request.limit() + " records",
          records.size());
      for (StoredRecord record : records) {
        that(
            record.id().startsWith(request.prefix()),
            "ids that begin with " + request.prefix(),
            record.id());
      }
      walked.addAll(records);
      emptyPages += records.isEmpty() ? 1 : 0;
      that(emptyPages < MAX_EMPTY_PAGES, "a scan that ends", emptyPages + " empty pages");
      that(
          walked.stream().map(StoredRecord::id).distinct().count() == walked.size(),
          "each record once",
          "a record of the page behind " + next.get().after() + " again");
      next = page.next().map(request::after);
    }
    return walked;
  }
}
