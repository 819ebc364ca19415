package dev.coffer.storage.spi;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageUnavailableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A place that keeps opaque records: a map, a file, a table. It knows no names, no keys and no
 * clock.
 *
 * <p><b>Threads.</b> Every method may be called from many threads at once. What {@link #apply} has
 * done is seen by each {@link #get} and {@link #scan} that begins after it returned, and whoever
 * sees one change of a batch sees them all. What one has seen, none that begins later sees undone:
 * calls of one instance are linearizable, each record of a page by itself. An interrupted caller
 * keeps its interrupt flag and harms no other caller. The facade calls nothing during or after
 * {@link #close()}.
 *
 * <p><b>Errors.</b> A place that cannot be reached is {@link StorageUnavailableException}, never an
 * empty answer. Where changes may have been made and it is not known,
 * {@link OutcomeUnknownException}. No message and no cause carries an option's secret.
 */
public interface StorageBackend extends AutoCloseable {

  /**
   * The record with this id, expired or not.
   *
   * @throws StorageUnavailableException if the place cannot be read
   */
  Optional<StoredRecord> get(RecordId id);

  /**
   * Makes all changes or none, judged on what is there before any of them. On return they are done:
   * on disk, where the backend is {@link Guarantee#DURABLE}. An empty list does nothing.
   *
   * @param changes at most {@value Change#MAX_CHANGES} and about 2.5 MiB, each id once
   * @param now in milliseconds since 1970-01-01T00:00Z: a record whose {@code expiresAt <= now}
   *     counts as absent. The backend asks no clock of its own
   * @throws PreconditionFailedException with the index of a change whose expectation is not met;
   *     nothing has changed
   * @throws IllegalArgumentException if {@link Change#requireBatch} refuses the list
   * @throws StorageUnavailableException if the place cannot be written; nothing has changed
   * @throws OutcomeUnknownException if it cannot be told whether anything has changed
   */
  void apply(List<Change> changes, long now);

  /**
   * A page of the records whose ids begin with a prefix, expired ones too: ordered as unsigned
   * bytes within each {@link RecordId#partition() partition}, partitions whole and always in the
   * same order. A record that is there from the first page to the last is returned exactly once,
   * whatever else is written meanwhile.
   *
   * @throws StorageUnavailableException if the place cannot be read
   */
  RecordPage scan(ScanRequest request);

  /**
   * What this backend promises, {@link Guarantee#DURABLE} and {@link Guarantee#SHARED}; the same at
   * every call. {@link Guarantee#ENCRYPTED} is the facade's to say.
   */
  Set<Guarantee> guarantees();

  /** Releases what the backend holds. Closing twice is fine. */
  @Override
  void close();

  /**
   * Removes every record whose id begins with {@code prefix} and that was there at the start; what
   * is written meanwhile may go or stay. After a failure it may be repeated. This default scans and
   * removes page by page.
   *
   * @throws StorageUnavailableException if the place cannot be written; some of the records may be
   *     gone
   */
  default void removePrefix(RecordId prefix) {
    Removal.ofPrefix(this, prefix);
  }

  /**
   * Removes records that begin with {@code prefix} and whose {@code expiresAt <= now}, at most
   * {@code limit} of them, and says how many it removed. A record that is renewed meanwhile stays.
   * This default scans, and removes by version.
   *
   * @throws StorageUnavailableException if the place cannot be written; some of the records may be
   *     gone
   */
  default int removeExpired(RecordId prefix, long now, int limit) {
    return Removal.ofExpired(this, prefix, now, limit);
  }

  /**
   * How many records whose ids begin with {@code prefix} each epoch has sealed, expired ones too;
   * an epoch without any may be missing. Keys are destroyed by it: what is there from the beginning
   * of the call to its end is counted. What is written meanwhile may be in it or not. This default
   * scans without values.
   *
   * @throws StorageUnavailableException if the place cannot be read
   */
  default Map<Integer, Long> countByEpoch(RecordId prefix) {
    Map<Integer, Long> counts = new HashMap<>();
    Optional<ScanRequest> request =
        Optional.of(ScanRequest.of(prefix, ScanRequest.MAX_LIMIT).withoutValues());
    while (request.isPresent()) {
      RecordPage page = scan(request.get());
      page.records().forEach(record -> counts.merge(record.epoch(), 1L, Long::sum));
      request = request.get().following(page);
    }
    return counts;
  }

  /**
   * The id of the store in this place, {@value RecordSealer#STORE_ID_LENGTH} random bytes, where
   * the backend itself keeps one. A sealer takes it over for a new store, and refuses a keyring of
   * another one.
   */
  default Optional<byte[]> storeId() {
    return Optional.empty();
  }

  /**
   * The sealer, from a backend that needs the keys itself, as the encrypted file does. The facade
   * closes it before the backend.
   */
  default Optional<RecordSealer> sealer() {
    return Optional.empty();
  }
}
