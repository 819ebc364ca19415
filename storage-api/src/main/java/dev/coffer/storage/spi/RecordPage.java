package dev.coffer.storage.spi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of records from {@link StorageBackend#scan}, and where the next one begins. A page may
 * hold fewer records than were asked for, none even, and still have a next one.
 *
 * <p>Immutable and thread-safe.
 */
public final class RecordPage {

  private final List<StoredRecord> records;
  private final @Nullable RecordId next;

  private RecordPage(List<StoredRecord> records, @Nullable RecordId next) {
    this.records = List.copyOf(records);
    this.next = next;
  }

  /** A page behind which there may be more: {@code next} is the cursor to ask for it with. */
  public static RecordPage of(List<StoredRecord> records, RecordId next) {
    return new RecordPage(records, Objects.requireNonNull(next, "next"));
  }

  /** The last page. */
  public static RecordPage last(List<StoredRecord> records) {
    return new RecordPage(records, null);
  }

  /** The records, ordered within a partition. */
  public List<StoredRecord> records() {
    return records;
  }

  /** The cursor for {@link ScanRequest#after(RecordId)}; empty at the end. */
  public Optional<RecordId> next() {
    return Optional.ofNullable(next);
  }

  @Override
  public String toString() {
    return "RecordPage[" + records.size() + " records, next=" + next + "]";
  }
}
