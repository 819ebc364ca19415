package dev.coffer.storage;

/**
 * How long a plaintext is made before it is sealed, so that a length says little: format version 1,
 * item 7.
 */
final class Padding {

  private static final int NAME_STEP = 32;
  private static final int VALUE_STEP = 64;
  private static final int VALUE_STEPS_UP_TO = 4_096;

  private Padding() {}

  /** The length of a name of {@code length} bytes: the next multiple of 32. */
  static int paddedName(int length) {
    return roundUp(length, NAME_STEP);
  }

  /**
   * The length of a value of {@code length} bytes: the next multiple of 64 up to 4 KiB, above that
   * as Padmé has it.
   */
  static int paddedValue(int length) {
    return length <= VALUE_STEPS_UP_TO ? roundUp(length, VALUE_STEP) : padme(length);
  }

  /**
   * Padmé: at most log2(log2 n) bits of the length stay visible, at a cost of at most 12 %. Source:
   * Nikitin and others, "Reducing Metadata Leakage from Encrypted Files and Communication with
   * PURBs", PoPETs 2019, section 4.
   */
  private static int padme(int length) {
    int exponent = 31 - Integer.numberOfLeadingZeros(length);
    int exponentBits = 32 - Integer.numberOfLeadingZeros(exponent);
    return roundUp(length, 1 << (exponent - exponentBits));
  }

  private static int roundUp(int length, int powerOfTwo) {
    return (length + powerOfTwo - 1) & -powerOfTwo;
  }
}
