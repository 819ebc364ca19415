package dev.coffer.benchmarks;

import java.util.SplittableRandom;

/** One thread's random entries and values, the same in every run. Not thread-safe. */
final class Values {

  private final SplittableRandom random;

  Values(long seed) {
    this.random = new SplittableRandom(seed);
  }

  int entryBelow(int entries) {
    return random.nextInt(entries);
  }

  byte[] next() {
    byte[] value = new byte[Store.VALUE_LENGTH];
    random.nextBytes(value);
    return value;
  }
}
