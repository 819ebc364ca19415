package dev.coffer.storage.cli;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.util.NavigableMap;

/** Damages what a shell's place keeps. */
final class Damage {

  private Damage() {}

  /** Gives every record a key epoch that nothing was sealed with. */
  static void makeUnreadable(Shell shell) {
    NavigableMap<RecordId, StoredRecord> records = PlaceProvider.records(shell.place);
    records.replaceAll((id, record) -> StoredRecord.builder(id, record.version())
        .expiresAt(record.expiresAt())
        .epoch(77)
        .name(record.name())
        .value(record.value())
        .build());
  }
}
