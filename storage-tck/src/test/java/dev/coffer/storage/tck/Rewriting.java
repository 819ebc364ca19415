package dev.coffer.storage.tck;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.ForwardingBackend;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A backend that does not keep quite what it is given. */
final class Rewriting extends ForwardingBackend {

  private final UnaryOperator<StoredRecord> rewriter;

  private Rewriting(StorageBackend backend, UnaryOperator<StoredRecord> rewriter) {
    super(backend);
    this.rewriter = rewriter;
  }

  static StorageBackend of(
      NavigableMap<RecordId, StoredRecord> place, UnaryOperator<StoredRecord> rewriter) {
    return new Rewriting(new MapBackend(place), rewriter);
  }

  /** The record with some of its fields set anew. */
  static StoredRecord with(StoredRecord record, Consumer<StoredRecord.Builder> fields) {
    StoredRecord.Builder copy = StoredRecord.builder(record.id(), record.version())
        .expiresAt(record.expiresAt())
        .domain(record.domain())
        .epoch(record.epoch())
        .suite(record.suite())
        .flags(record.flags())
        .name(record.name())
        .value(record.value());
    fields.accept(copy);
    return copy.build();
  }

  @Override
  public void apply(List<Change> changes, long now) {
    Change.requireBatch(changes);
    super.apply(
        changes.stream()
            .map(change -> change
                .record()
                .map(record -> Change.put(rewriter.apply(record), change.expectation()))
                .orElse(change))
            .toList(),
        now);
  }
}
