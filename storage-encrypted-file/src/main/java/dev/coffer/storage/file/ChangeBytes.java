package dev.coffer.storage.file;

import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One change as it lies in the body of a batch: {@code kind u8, id}, and for a put also
 * {@code version 16, expiry i64, domain 16, epoch u32, suite u16, flags u32, name, value}; id, name
 * and value have a u32 length before them.
 */
final class ChangeBytes {

  private static final byte PUT = 1;
  private static final byte REMOVE = 2;

  /** Where the id begins. */
  private static final int ID = 1 + Integer.BYTES;

  /** What lies between the id and the length of the name. */
  private static final int FIXED = Version.LENGTH
      + Long.BYTES
      + StoredRecord.DOMAIN_LENGTH
      + Integer.BYTES
      + Short.BYTES
      + Integer.BYTES;

  private ChangeBytes() {}

  static int length(Change change) {
    int put = change
        .record()
        .map(record -> FIXED + 2 * Integer.BYTES + record.name().length + record.value().length)
        .orElse(0);
    return ID + change.id().length() + put;
  }

  static void encode(Change change, ByteBuffer out) {
    Optional<StoredRecord> put = change.record();
    out.put(put.isPresent() ? PUT : REMOVE);
    putBytes(out, change.id().toBytes());
    put.ifPresent(record -> {
      out.put(record.version().toBytes())
          .putLong(record.expiresAt())
          .put(record.domain())
          .putInt(record.epoch())
          .putShort((short) record.suite())
          .putInt(record.flags());
      putBytes(out, record.name());
      putBytes(out, record.value());
    });
  }

  private static void putBytes(ByteBuffer out, byte[] bytes) {
    out.putInt(bytes.length).put(bytes);
  }

  /** Where the change that begins at {@code at} ends; -1 if there is none of this form. */
  static int end(ByteBuffer in, int at) {
    int limit = in.limit();
    if (at > limit - ID) {
      return -1;
    }
    int idLength = in.getInt(at + 1);
    if (idLength < 0 || idLength > RecordId.MAX_LENGTH || idLength > limit - at - ID) {
      return -1;
    }
    int idEnd = at + ID + idLength;
    if (in.get(at) == REMOVE) {
      return idEnd;
    }
    if (in.get(at) != PUT || FIXED > limit - idEnd) {
      return -1;
    }
    int nameEnd = endOfBytes(in, idEnd + FIXED);
    return nameEnd < 0 ? -1 : endOfBytes(in, nameEnd);
  }

  private static int endOfBytes(ByteBuffer in, int at) {
    if (at > in.limit() - Integer.BYTES) {
      return -1;
    }
    int length = in.getInt(at);
    int begin = at + Integer.BYTES;
    return length < 0 || length > in.limit() - begin ? -1 : begin + length;
  }

  static boolean isPut(ByteBuffer in, int at) {
    return in.get(at) == PUT;
  }

  static byte[] id(ByteBuffer in, int at) {
    byte[] id = new byte[in.getInt(at + 1)];
    in.get(at + ID, id);
    return id;
  }

  /** How many bytes of a put there are up to where its name begins, for an id of a length. */
  static int lengthUpToName(int idLength) {
    return ID + idLength + FIXED + Integer.BYTES;
  }

  /** Where the sealed name of a put begins. */
  static int nameBegin(ByteBuffer in, int at) {
    return at + lengthUpToName(in.getInt(at + 1));
  }

  static int nameEnd(ByteBuffer in, int at) {
    int begin = nameBegin(in, at);
    return begin + in.getInt(begin - Integer.BYTES);
  }

  /** The change at a place where {@link #end} has found one, without an expectation. */
  static Change decode(ByteBuffer in, int at) {
    if (isPut(in, at)) {
      return Change.put(record(in, at).value(sealed(in, nameEnd(in, at))).build(), Expectation.ANY);
    }
    return Change.remove(RecordId.of(id(in, at)), Expectation.ANY);
  }

  /** The record of a put of which all is there but for its value. */
  static StoredRecord decodeWithoutValue(ByteBuffer in, int at) {
    return record(in, at).buildWithoutValue();
  }

  private static StoredRecord.Builder record(ByteBuffer all, int at) {
    RecordId id = RecordId.of(id(all, at));
    ByteBuffer in = all.duplicate().position(at + ID + id.length());
    return StoredRecord.builder(id, Version.of(fixed(in, Version.LENGTH)))
        .expiresAt(in.getLong())
        .domain(fixed(in, StoredRecord.DOMAIN_LENGTH))
        .epoch(in.getInt())
        .suite(Short.toUnsignedInt(in.getShort()))
        .flags(in.getInt())
        .name(sealed(in, in.position()));
  }

  private static byte[] sealed(ByteBuffer in, int lengthAt) {
    int from = lengthAt + Integer.BYTES;
    byte[] sealed = new byte[in.getInt(lengthAt)];
    in.get(from, sealed);
    return sealed;
  }

  private static byte[] fixed(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
