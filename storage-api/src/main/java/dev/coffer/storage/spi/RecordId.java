package dev.coffer.storage.spi;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The address of a record, or a prefix of such addresses: an opaque byte string of 0 to
 * {@value #MAX_LENGTH} bytes, ordered as unsigned bytes, a prefix before what it begins.
 *
 * <p>The facade derives ids from names as chained digests, {@code 01 (01 digest)* 00 digest}: so a
 * subtree, the direct entries of a scope and the whole store are prefixes, and no backend meets
 * collations, case or blanks. Every byte counts, a trailing zero too.
 *
 * <p>Immutable and thread-safe.
 */
public final class RecordId implements Comparable<RecordId> {

  /** The most bytes an id may have. The facade's own stay below 160. */
  public static final int MAX_LENGTH = 512;

  /** The prefix of every record that belongs to an entry. */
  public static final RecordId ENTRIES = of(1);

  /** The prefix of system records, which no clear and no purge reaches. */
  public static final RecordId SYSTEM = of(0);

  /** The system record in which a sealer keeps its keyring. */
  public static final RecordId KEYRING = of(0, 1);

  private static final int DIGEST_LENGTH = 16;

  private final byte[] bytes;

  private RecordId(byte[] bytes) {
    this.bytes = bytes;
  }

  private static RecordId of(int... bytes) {
    byte[] copy = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      copy[i] = (byte) bytes[i];
    }
    return new RecordId(copy);
  }

  /**
   * An id of these bytes, which are copied.
   *
   * @throws IllegalArgumentException for more than {@value #MAX_LENGTH} bytes
   */
  public static RecordId of(byte[] bytes) {
    if (bytes.length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "A record id has at most " + MAX_LENGTH + " bytes, this one " + bytes.length + ".");
    }
    return new RecordId(bytes.clone());
  }

  /** This id with more bytes behind it; may pass {@link #MAX_LENGTH}, as a bound of a scan does. */
  public RecordId append(byte... more) {
    byte[] joined = Arrays.copyOf(bytes, bytes.length + more.length);
    System.arraycopy(more, 0, joined, bytes.length, more.length);
    return new RecordId(joined);
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The number of bytes. */
  public int length() {
    return bytes.length;
  }

  /**
   * Whether this id begins with all of {@code prefix}; every id begins with itself and with the
   * empty prefix.
   */
  public boolean startsWith(RecordId prefix) {
    return bytes.length >= prefix.bytes.length
        && Arrays.equals(bytes, 0, prefix.bytes.length, prefix.bytes, 0, prefix.bytes.length);
  }

  /**
   * The smallest id behind everything that begins with this prefix, or the empty id where there is
   * none: the prefix is empty or all 0xFF, so nothing lies behind it.
   */
  RecordId successor() {
    int last = bytes.length - 1;
    while (last >= 0 && bytes[last] == (byte) 0xFF) {
      last--;
    }
    byte[] next = Arrays.copyOf(bytes, last + 1);
    if (last >= 0) {
      next[last]++;
    }
    return new RecordId(next);
  }

  /**
   * The prefix of the records that must lie together and in order: the topmost scope of an entry,
   * or the first two bytes of anything else. A backend may order partitions among themselves as it
   * likes, as long as the order stays.
   */
  public RecordId partition() {
    boolean inScope = bytes.length > 2 + DIGEST_LENGTH && bytes[0] == 1 && bytes[1] == 1;
    return new RecordId(
        Arrays.copyOf(bytes, Math.min(bytes.length, inScope ? 2 + DIGEST_LENGTH : 2)));
  }

  @Override
  public int compareTo(RecordId other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordId that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The bytes in hexadecimal: safe to log, for an id tells no name without the store's key. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
