package dev.coffer.storage.file;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.crypto.Keyring;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A backend over one log, and the keyring that came with it. */
final class EncryptedFileBackend implements StorageBackend {

  private final Keyring keyring;
  private final Log log;
  private final StorageOptions options;

  /** With the options that it was opened by, for the keys to follow the keyring. */
  EncryptedFileBackend(Keyring keyring, Log log, StorageOptions options) {
    this.keyring = keyring;
    this.log = log;
    this.options = options;
  }

  Keyring keyring() {
    return keyring;
  }

  Log log() {
    return log;
  }

  @Override
  public Optional<StoredRecord> get(RecordId id) {
    return id.equals(RecordId.KEYRING)
        ? Optional.of(KeyringRecord.of(log.keyring()))
        : log.records().get(id);
  }

  @Override
  public void apply(List<Change> changes, long now) {
    log.apply(changes, now);
  }

  @Override
  public RecordPage scan(ScanRequest request) {
    return log.records().scan(request);
  }

  /**
   * The same read-only as not: a program that needs a durable, shared store may well only read it,
   * and no write that returns is less durable.
   */
  @Override
  public Set<Guarantee> guarantees() {
    return Set.of(Guarantee.DURABLE, Guarantee.SHARED);
  }

  @Override
  public void removePrefix(RecordId prefix) {
    log.requireWritable();
    StorageBackend.super.removePrefix(prefix);
  }

  @Override
  public int removeExpired(RecordId prefix, long now, int limit) {
    log.requireWritable();
    return StorageBackend.super.removeExpired(prefix, now, limit);
  }

  @Override
  public Optional<byte[]> storeId() {
    return Optional.of(keyring.storeId());
  }

  @Override
  public Optional<RecordSealer> sealer() {
    return Optional.of(keyring.sealer(options, this));
  }

  @Override
  public void close() {
    // Both, even if one of them fails; the log first, which may need a key for a new file.
    try (keyring;
        log) {}
  }
}
