package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Sealed.copy;

import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * Seals a record with the key of another epoch, as whoever rotates keys does: name and value are
 * opened and sealed anew, and all but the epoch stays as it is.
 */
final class Reseal {

  private static final byte[] LABEL = "coffer/record/v1".getBytes(StandardCharsets.US_ASCII);
  private static final byte NAME = 1;
  private static final byte VALUE = 2;

  /** What the binding has beside label and id. */
  private static final int FIXED_LENGTH = 1 + 2 + 16 + 16 + 4 + 4 + 16 + 8 + 4;

  private final RecordSealer sealer;

  Reseal(RecordSealer sealer) {
    this.sealer = sealer;
  }

  /** The record, of the same version, sealed with the key of {@code epoch}. */
  StoredRecord of(StoredRecord record, int epoch) {
    StoredRecord draft = copy(record).epoch(epoch).suite(sealer.suite(epoch)).build();
    try {
      byte[] name = sealer.open(record.epoch(), record.name(), binding(NAME, record));
      byte[] value = sealer.open(record.epoch(), record.value(), binding(VALUE, record));
      return copy(draft)
          .name(sealer.seal(epoch, name, binding(NAME, draft)))
          .value(sealer.seal(epoch, value, binding(VALUE, draft)))
          .build();
    } catch (GeneralSecurityException notAuthentic) {
      throw new AssertionError(
          "expected a record as the storage has sealed it, seen one that does not open: " + record);
    }
  }

  /** The associated data of a name or value: format version 1, item 4. */
  private byte[] binding(byte role, StoredRecord record) {
    byte[] id = record.id().toBytes();
    return ByteBuffer.allocate(LABEL.length + FIXED_LENGTH + id.length)
        .put(LABEL)
        .put(role)
        .putShort((short) record.suite())
        .put(sealer.storeId())
        .put(record.domain())
        .putInt(record.epoch())
        .putInt(id.length)
        .put(id)
        .put(record.version().toBytes())
        .putLong(record.expiresAt())
        .putInt(record.flags())
        .array();
  }
}
