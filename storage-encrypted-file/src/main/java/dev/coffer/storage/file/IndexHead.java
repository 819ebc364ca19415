package dev.coffer.storage.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of an id as one number, with zeros behind one that ends before: what a search
 * compares first. Heads that differ are in the order of their ids; of equal ones the ids must be
 * compared.
 */
final class IndexHead {

  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private IndexHead() {}

  /** The head of what of {@code id} lies behind its first bytes. */
  static long of(byte[] id, int from) {
    return of(id, from, id.length);
  }

  static long of(byte[] bytes, int from, int to) {
    if (to - from >= Long.BYTES) {
      return (long) BIG_ENDIAN.get(bytes, from);
    }
    long head = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      head = head << Byte.SIZE | (from + i < to ? Byte.toUnsignedLong(bytes[from + i]) : 0);
    }
    return head;
  }

  static int compare(long one, long other) {
    return Long.compareUnsigned(one, other);
  }
}
