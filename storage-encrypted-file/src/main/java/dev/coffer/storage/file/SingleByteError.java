package dev.coffer.storage.file;

import java.util.zip.CRC32C;

/**
 * Finds the one byte whose change explains that a body does not match its CRC32C. A checksum is
 * linear: how it is off depends on the place and the change alone, so that the place is found by
 * running the checksum backwards from the end.
 *
 * <p>Where more than one byte is damaged it may find a wrong place, or none; the frame's MAC tells.
 */
final class SingleByteError {

  private static final int BYTES = 256;

  private SingleByteError() {}

  /** Takes a place and what the byte there would have to be XORed with; true to stop the search. */
  interface Candidate {
    boolean at(int position, int difference);
  }

  /**
   * Hands over each byte whose change would make the checksum right.
   *
   * @param syndrome the XOR of the stored checksum and that of the body as it is, not zero
   */
  static boolean find(int bodyLength, int syndrome, Candidate candidate) {
    int[] table = table();
    int[] byHighByte = new int[BYTES];
    for (int i = 0; i < BYTES; i++) {
      byHighByte[table[i] >>> 24] = i;
    }
    int state = syndrome;
    for (int position = bodyLength - 1; position >= 0; position--) {
      int entry = byHighByte[state >>> 24];
      state = ((state ^ table[entry]) << 8) | entry;
      // Before its byte, the difference of two checksums is nothing but the byte's own.
      if (state >>> 8 == 0 && candidate.at(position, state)) {
        return true;
      }
    }
    return false;
  }

  /** What each byte does to a checksum of zero, taken from the platform's CRC32C. */
  private static int[] table() {
    int zero = checksum(0);
    int[] table = new int[BYTES];
    for (int i = 0; i < BYTES; i++) {
      table[i] = checksum(i) ^ zero;
    }
    return table;
  }

  private static int checksum(int oneByte) {
    CRC32C crc = new CRC32C();
    crc.update(oneByte);
    return (int) crc.getValue();
  }
}
