package dev.coffer.storage.file;

import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The body of a batch frame, {@code count u32, change*}, taken apart. A change is {@code kind u8,
 * id}, and for a put also {@code version 16, expiry i64, domain 16, epoch u32, suite u16, flags
 * u32, name, value}; id, name and value have a u32 length before them.
 */
final class Batch {

  private static final byte PUT = 1;
  private static final byte REMOVE = 2;

  private static final int MIN_CHANGE_LENGTH = 1 + Integer.BYTES;
  private static final int PUT_FIXED_LENGTH = MIN_CHANGE_LENGTH
      + Version.LENGTH
      + Long.BYTES
      + StoredRecord.DOMAIN_LENGTH
      + Integer.BYTES
      + Short.BYTES
      + Integer.BYTES
      + 2 * Integer.BYTES;

  private final List<Change> changes = new ArrayList<>();

  /** Where in the body each change ends. */
  private final List<Integer> ends = new ArrayList<>();

  /** Where the sealed names and values begin and end, two numbers for each. */
  private final List<Integer> sealed = new ArrayList<>();

  private Batch() {}

  static byte[] encode(List<Change> changes) {
    int length = Integer.BYTES;
    for (Change change : changes) {
      Optional<StoredRecord> put = change.record();
      length += change.id().length()
          + put.map(r -> PUT_FIXED_LENGTH + r.name().length + r.value().length)
              .orElse(MIN_CHANGE_LENGTH);
    }
    ByteBuffer out = ByteBuffer.allocate(length).putInt(changes.size());
    for (Change change : changes) {
      out.put(change.record().isPresent() ? PUT : REMOVE);
      putBytes(out, change.id().toBytes());
      change.record().ifPresent(record -> putRecord(out, record));
    }
    return out.array();
  }

  private static void putRecord(ByteBuffer out, StoredRecord record) {
    out.put(record.version().toBytes())
        .putLong(record.expiresAt())
        .put(record.domain())
        .putInt(record.epoch())
        .putShort((short) record.suite())
        .putInt(record.flags());
    putBytes(out, record.name());
    putBytes(out, record.value());
  }

  private static void putBytes(ByteBuffer out, byte[] bytes) {
    out.putInt(bytes.length).put(bytes);
  }

  /** The batch of a body; empty if the body is none. Nothing larger than the body is allocated. */
  static Optional<Batch> decode(byte[] body) {
    ByteBuffer in = ByteBuffer.wrap(body);
    Batch batch = new Batch();
    try {
      int count = in.getInt();
      for (int i = 0; i < count; i++) {
        batch.changes.add(batch.change(in));
        batch.ends.add(in.position());
      }
      boolean whole = count == batch.changes.size() && !in.hasRemaining();
      return whole ? Optional.of(batch) : Optional.empty();
    } catch (BufferUnderflowException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private Change change(ByteBuffer in) {
    byte kind = in.get();
    RecordId id = RecordId.of(bytes(in));
    if (kind == REMOVE) {
      return Change.remove(id, Expectation.ANY);
    }
    if (kind != PUT) {
      throw new IllegalArgumentException();
    }
    StoredRecord.Builder record = StoredRecord.builder(id, Version.of(fixed(in, Version.LENGTH)))
        .expiresAt(in.getLong())
        .domain(fixed(in, StoredRecord.DOMAIN_LENGTH))
        .epoch(in.getInt())
        .suite(Short.toUnsignedInt(in.getShort()))
        .flags(in.getInt())
        .name(sealed(in))
        .value(sealed(in));
    return Change.put(record.build(), Expectation.ANY);
  }

  private byte[] sealed(ByteBuffer in) {
    byte[] bytes = bytes(in);
    sealed.add(in.position() - bytes.length);
    sealed.add(in.position());
    return bytes;
  }

  private static byte[] bytes(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException();
    }
    return fixed(in, length);
  }

  private static byte[] fixed(ByteBuffer in, int length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  /** The changes, in their order, without expectations. */
  List<Change> changes() {
    return changes;
  }

  /** Which change the byte at {@code position} of the body belongs to; -1 for the count. */
  int changeAt(int position) {
    if (position < Integer.BYTES) {
      return -1;
    }
    int index = 0;
    while (ends.get(index) <= position) {
      index++;
    }
    return index;
  }

  /** Hands the sealed ranges of the body on, in their order. */
  void forEachSealed(SealedRange range) {
    for (int i = 0; i < sealed.size(); i += 2) {
      range.at(sealed.get(i), sealed.get(i + 1));
    }
  }

  /** Takes a range of a body, from a position to before another. */
  interface SealedRange {
    void at(int from, int to);
  }
}
