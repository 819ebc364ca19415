package dev.coffer.storage.tck;

import java.util.Arrays;

/**
 * The contract for two records in whole numbers, said without any of the kit's or the contract's
 * own code, for Lincheck. A record is its number, 0 is none; an expectation is a number, 0 for
 * absence, or {@link #ANY}.
 */
public final class TwoRecords {

  static final int ANY = -1;

  static final int DONE = -1;

  private final int[] numbers = new int[2];

  /** The number of the record, or 0. */
  public int get(int id) {
    return numbers[id];
  }

  /** Both numbers. */
  public int page() {
    return 100 * numbers[0] + numbers[1];
  }

  /**
   * Puts a record, or removes it with the number 0; {@link #DONE}, or the index that is refused.
   */
  public int change(int id, int number, int expected, int now) {
    if (!isMet(id, expected, now)) {
      return 0;
    }
    numbers[id] = number;
    return DONE;
  }

  /** Changes both records at once. */
  public int changeBoth(int one, int other, int expectedOne, int expectedOther, int now) {
    if (!isMet(0, expectedOne, now)) {
      return 0;
    }
    if (!isMet(1, expectedOther, now)) {
      return 1;
    }
    numbers[0] = one;
    numbers[1] = other;
    return DONE;
  }

  private boolean isMet(int id, int expected, int now) {
    int live = expiry(numbers[id]) <= now ? 0 : numbers[id];
    return expected == ANY || expected == live;
  }

  /** Every third record does not expire. */
  static int expiry(int number) {
    return number % 3 == 0 ? Integer.MAX_VALUE : number % 5;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TwoRecords that && Arrays.equals(numbers, that.numbers);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(numbers);
  }
}
