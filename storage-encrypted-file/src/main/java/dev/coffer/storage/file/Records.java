package dev.coffer.storage.file;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Optional;

/** The records of a log up to one point, as they are asked for. Thread-safe. */
interface Records {

  Optional<StoredRecord> get(RecordId id);

  RecordPage scan(ScanRequest request);
}
