package dev.coffer.storage.file;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/**
 * The bytes of a log up to the length it had at one moment, read through a window. Not thread-safe.
 */
final class LogInput {

  private static final int WINDOW = 1 << 18;

  private final LogFile file;
  private final long length;
  private byte[] window = new byte[0];
  private long windowStart;

  LogInput(LogFile file) throws IOException {
    this.file = file;
    this.length = file.length();
  }

  LogFile file() {
    return file;
  }

  long length() {
    return length;
  }

  /** Whether so many bytes are there behind {@code offset}. */
  boolean has(long offset, long count) {
    return offset >= 0 && count >= 0 && count <= length - offset;
  }

  /**
   * The bytes of a range that {@link #has} said is there.
   *
   * @throws EOFException if the file has been cut since
   */
  byte[] bytes(long offset, int count) throws IOException {
    if (offset < windowStart || offset + count > windowStart + window.length) {
      if (count > WINDOW) {
        return read(offset, new byte[count]);
      }
      int size = (int) Math.min(WINDOW, length - offset);
      window = read(offset, new byte[size]);
      windowStart = offset;
    }
    int from = (int) (offset - windowStart);
    return Arrays.copyOfRange(window, from, from + count);
  }

  private byte[] read(long offset, byte[] bytes) throws IOException {
    if (file.read(offset, bytes) < bytes.length) {
      throw new EOFException("The file was cut while it was read.");
    }
    return bytes;
  }

  /** The offset behind the last byte that is not zero, or {@code from} where there is none. */
  long contentEnd(long from) throws IOException {
    long end = length;
    while (end > from) {
      int count = (int) Math.min(WINDOW, end - from);
      byte[] bytes = bytes(end - count, count);
      for (int i = count - 1; i >= 0; i--) {
        if (bytes[i] != 0) {
          return end - count + i + 1;
        }
      }
      end -= count;
    }
    return from;
  }

  boolean isZero(long from, long to) throws IOException {
    for (long at = from; at < to; ) {
      int count = (int) Math.min(WINDOW, to - at);
      for (byte b : bytes(at, count)) {
        if (b != 0) {
          return false;
        }
      }
      at += count;
    }
    return true;
  }
}
