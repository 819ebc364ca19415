package dev.coffer.storage.file;

/**
 * Where a put lies in a log, packed into one number: its offset in the upper 40 bits, its length in
 * the lower 24. So a log has at most 1 TiB; a put is shorter than a frame's body, 16 MiB.
 */
final class Place {

  /** Nowhere. */
  static final long NONE = -1;

  /** The most bytes of a log that places can lie in. */
  static final long MAX_OFFSET = 1L << 39;

  private static final int LENGTH_BITS = 24;
  private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

  private Place() {}

  static long of(long offset, int length) {
    return offset << LENGTH_BITS | length;
  }

  static long offset(long place) {
    return place >>> LENGTH_BITS;
  }

  static int length(long place) {
    return (int) place & LENGTH_MASK;
  }
}
