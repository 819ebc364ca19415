package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.spi.RecordBinding;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.StoredRecord;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/**
 * One record, sealed anew with the key of another epoch: the same name, value, version and expiry,
 * bound anew, for the epoch is part of what they are bound to.
 */
final class RecordResealing {

  private final RecordSealer sealer;
  private final byte[] storeId;

  RecordResealing(RecordSealer sealer) {
    this.sealer = sealer;
    this.storeId = sealer.storeId();
  }

  /** The record in the epoch; empty if it does not open. */
  Optional<StoredRecord> of(StoredRecord record, int epoch) {
    return open(record).map(opened -> {
      try {
        return sealed(record, epoch, opened);
      } finally {
        Arrays.fill(opened.value, (byte) 0);
      }
    });
  }

  private static final class Opened {
    private final byte[] name;
    private final byte[] value;

    private Opened(byte[] name, byte[] value) {
      this.name = name;
      this.value = value;
    }
  }

  private Optional<Opened> open(StoredRecord record) {
    try {
      if (record.suite() != sealer.suite(record.epoch())) {
        return Optional.empty();
      }
      return Optional.of(new Opened(
          sealer.open(record.epoch(), record.name(), RecordBinding.ofName(record, storeId)),
          sealer.open(record.epoch(), record.value(), RecordBinding.ofValue(record, storeId))));
    } catch (KeyUnavailableException | GeneralSecurityException unreadable) {
      return Optional.empty();
    }
  }

  private StoredRecord sealed(StoredRecord record, int epoch, Opened opened) {
    StoredRecord draft = in(epoch, record).build();
    return in(epoch, record)
        .name(sealer.seal(epoch, opened.name, RecordBinding.ofName(draft, storeId)))
        .value(sealer.seal(epoch, opened.value, RecordBinding.ofValue(draft, storeId)))
        .build();
  }

  private StoredRecord.Builder in(int epoch, StoredRecord record) {
    return StoredRecord.builder(record.id(), record.version())
        .expiresAt(record.expiresAt())
        .domain(record.domain())
        .flags(record.flags())
        .epoch(epoch)
        .suite(sealer.suite(epoch));
  }
}
