package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import java.nio.ByteBuffer;

/**
 * Reads a keyring's fields one after the other. Every length is held against its bound and against
 * what is there before anything is allocated.
 *
 * <p>Not thread-safe.
 */
final class KeyringReader {

  private final ByteBuffer bytes;

  KeyringReader(byte[] keyring, int from, int to) {
    this.bytes = ByteBuffer.wrap(keyring, from, to - from);
  }

  int u8(String field) {
    return need(1, field).get() & 0xFF;
  }

  int u16(String field) {
    return need(2, field).getShort() & 0xFFFF;
  }

  /** An unsigned number in an {@code int}. */
  int u32(String field) {
    return need(4, field).getInt();
  }

  /** An unsigned number in a {@code long}. */
  long u64(String field) {
    return need(8, field).getLong();
  }

  byte[] fixed(int length, String field) {
    need(length, field);
    byte[] read = new byte[length];
    bytes.get(read);
    return read;
  }

  /** A byte string with its length before it. */
  byte[] string(int max, String field) {
    return fixed(bounded(max, field), field);
  }

  /** The number of the items that follow. */
  int count(int max, String field) {
    return bounded(max, field);
  }

  private int bounded(int max, String field) {
    int number = u32(field);
    if (number < 0 || number > max) {
      throw damaged(
          field + " has " + Integer.toUnsignedString(number) + ", at most " + max + " is possible");
    }
    return number;
  }

  private ByteBuffer need(int length, String field) {
    if (bytes.remaining() < length) {
      throw damaged("it ends in the middle of its " + field);
    }
    return bytes;
  }

  void end() {
    if (bytes.hasRemaining()) {
      throw damaged("there are " + bytes.remaining() + " bytes behind its end");
    }
  }

  static KeyUnavailableException damaged(String how) {
    return new KeyUnavailableException(
        "The keyring is damaged: " + how + ". Restore it from a backup.", null);
  }
}
