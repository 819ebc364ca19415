package dev.coffer.storage.spi;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question for a page of records: those that begin with a prefix, behind a cursor, at most so
 * many, with or without values.
 *
 * <p>A backend that can walk its records in order answers it with {@link #from()} and
 * {@link #page}. Immutable and thread-safe.
 */
public final class ScanRequest {

  /** The most records that one page may be asked for. */
  public static final int MAX_LIMIT = 1_000;

  private final RecordId prefix;
  private final @Nullable RecordId after;
  private final int limit;
  private final boolean values;

  private ScanRequest(RecordId prefix, @Nullable RecordId after, int limit, boolean values) {
    this.prefix = Objects.requireNonNull(prefix, "prefix");
    this.after = after;
    this.limit = limit;
    this.values = values;
  }

  /**
   * The first page of the records that begin with {@code prefix}, with their values.
   *
   * @throws IllegalArgumentException if {@code limit} is outside 1 to {@value #MAX_LIMIT}
   */
  public static ScanRequest of(RecordId prefix, int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "A page has a limit of 1 to " + MAX_LIMIT + ", this one " + limit + ".");
    }
    return new ScanRequest(prefix, null, limit, true);
  }

  /**
   * The same question for what lies behind {@code cursor}, itself left out; it need not be the id
   * of a record.
   */
  public ScanRequest after(RecordId cursor) {
    return new ScanRequest(prefix, Objects.requireNonNull(cursor, "cursor"), limit, values);
  }

  /**
   * The same question for what lies behind {@code page}, the answer to this one; empty where the
   * page was the last.
   *
   * @throws IllegalStateException if the page's cursor is where this question began, so that asking
   *     on would never end
   */
  public Optional<ScanRequest> following(RecordPage page) {
    if (page.next().isPresent() && page.next().equals(after())) {
      throw new IllegalStateException("The backend answers a scan with the cursor it was given.");
    }
    return page.next().map(this::after);
  }

  /** The same question, for records without their values. */
  public ScanRequest withoutValues() {
    return new ScanRequest(prefix, after, limit, false);
  }

  /** What the ids begin with. */
  public RecordId prefix() {
    return prefix;
  }

  /** The cursor: only what lies behind it is asked for. */
  public Optional<RecordId> after() {
    return Optional.ofNullable(after);
  }

  /** The most records in the page, 1 to {@value #MAX_LIMIT}. */
  public int limit() {
    return limit;
  }

  /** Whether values are asked for. */
  public boolean values() {
    return values;
  }

  /** The lowest id that can be in the page, itself included. */
  public RecordId from() {
    if (after == null || after.compareTo(prefix) < 0) {
      return prefix;
    }
    return after.append((byte) 0);
  }

  /**
   * The lowest id behind all that can be in the page; empty where the prefix is the last of all
   * (0xFF…) or the empty one.
   */
  public Optional<RecordId> to() {
    RecordId end = prefix.successor();
    return end.length() == 0 ? Optional.empty() : Optional.of(end);
  }

  /**
   * The page, taken from records in ascending order of their ids that begin at {@link #from()} or
   * behind it. It ends at the limit or at {@link #to()}, leaves values out if they were not asked
   * for, and knows whether more follows; so {@code sorted} should have one record more than the
   * limit, where there is one.
   */
  public RecordPage page(Iterator<StoredRecord> sorted) {
    List<StoredRecord> records = new ArrayList<>();
    while (sorted.hasNext()) {
      StoredRecord record = sorted.next();
      if (!record.id().startsWith(prefix)) {
        break;
      }
      if (records.size() == limit) {
        return RecordPage.of(records, records.get(limit - 1).id());
      }
      records.add(values ? record : record.withoutValue());
    }
    return RecordPage.last(records);
  }

  @Override
  public String toString() {
    return String.format(
        "ScanRequest[prefix=%s, after=%s, limit=%d, values=%b]", prefix, after, limit, values);
  }
}
