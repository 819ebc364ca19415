package dev.coffer.storage.file;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.util.Optional;

/** Where records are read from, as long as that is open. Thread-safe. */
interface RecordSource {

  Optional<StoredRecord> get(RecordId id) throws IOException;

  RecordPage scan(ScanRequest request) throws IOException;
}
