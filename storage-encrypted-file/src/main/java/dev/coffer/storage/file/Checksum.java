package dev.coffer.storage.file;

import java.util.zip.CRC32C;

/** The checksum of all parts of a log: CRC32C (RFC 3720, appendix B.4), as an unsigned number. */
final class Checksum {

  static final int LENGTH = Integer.BYTES;

  private Checksum() {}

  static int of(byte[] bytes) {
    return of(bytes, bytes.length);
  }

  static int of(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
