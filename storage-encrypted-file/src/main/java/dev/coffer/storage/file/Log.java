package dev.coffer.storage.file;

import dev.coffer.storage.spi.Change;
import java.util.List;

/** A store's log, as a backend reads and writes it. Thread-safe. */
interface Log extends AutoCloseable {

  /**
   * The records, with every write that was completed before the call, by whatever process.
   *
   * @throws dev.coffer.storage.StorageUnavailableException if the log cannot be read
   * @throws dev.coffer.storage.UnreadableStoreException if it was damaged since it was opened
   */
  Records records();

  /** The keyring of the header, of the file that is there at the call. */
  byte[] keyring();

  /**
   * Makes the changes durably, all or none; as {@code StorageBackend.apply}. A change of the
   * keyring is a new file with the same records.
   */
  void apply(List<Change> changes, long now);

  /** Throws, where nothing can be written at all. */
  void requireWritable();

  @Override
  void close();
}
