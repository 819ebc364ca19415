package dev.coffer.storage.spi;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a record's sealed name and value are bound to, as associated data (RFC 5116, section 2.1):
 * the role, the store, and every field of the record but the two. The facade seals and opens with
 * it; so does who seals records anew. Format version 1, item 4; golden vectors pin it.
 */
public final class RecordBinding {

  private static final byte[] LABEL = "coffer/record/v1".getBytes(StandardCharsets.US_ASCII);
  private static final byte NAME = 1;
  private static final byte VALUE = 2;

  /**
   * What it has beside the label and the id: role, suite, store id, domain, epoch, length, version,
   * expiry, flags.
   */
  private static final int FIXED_LENGTH = 1 + 2 + 16 + 16 + 4 + 4 + 16 + 8 + 4;

  private RecordBinding() {}

  /** The binding of the name of {@code record}, whose name and value count for nothing. */
  public static byte[] ofName(StoredRecord record, byte[] storeId) {
    return of(NAME, record, storeId);
  }

  /** The binding of the value of {@code record}, whose name and value count for nothing. */
  public static byte[] ofValue(StoredRecord record, byte[] storeId) {
    return of(VALUE, record, storeId);
  }

  private static byte[] of(byte role, StoredRecord record, byte[] storeId) {
    RecordId id = record.id();
    return ByteBuffer.allocate(LABEL.length + FIXED_LENGTH + id.length())
        .put(LABEL)
        .put(role)
        .putShort((short) record.suite())
        .put(storeId)
        .put(record.domain())
        .putInt(record.epoch())
        .putInt(id.length())
        .put(id.toBytes())
        .put(record.version().toBytes())
        .putLong(record.expiresAt())
        .putInt(record.flags())
        .array();
  }
}
