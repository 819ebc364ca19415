package dev.coffer.storage;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * What one write is known by: {@value #LENGTH} bytes, random and so never the same twice. All
 * changes of one batch share one.
 *
 * <p>Versions are compared for equality alone; they have no order. Immutable and thread-safe.
 */
public final class Version {

  /** The length in bytes. */
  public static final int LENGTH = 16;

  private final byte[] bytes;

  private Version(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The version of these bytes, which are copied.
   *
   * @throws IllegalArgumentException unless there are {@value #LENGTH}
   */
  public static Version of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "A version has " + LENGTH + " bytes, this one " + bytes.length + ".");
    }
    return new Version(bytes.clone());
  }

  /**
   * The version that {@link #toString()} has written.
   *
   * @throws IllegalArgumentException unless it is {@value #LENGTH} bytes in hexadecimal
   */
  public static Version parse(String hex) {
    if (!hex.matches("[0-9a-fA-F]{" + 2 * LENGTH + "}")) {
      throw new IllegalArgumentException(
          "A version is written as " + 2 * LENGTH + " hexadecimal digits.");
    }
    return new Version(HexFormat.of().parseHex(hex));
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The bytes in hexadecimal, for {@link #parse}; a version is no secret. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
