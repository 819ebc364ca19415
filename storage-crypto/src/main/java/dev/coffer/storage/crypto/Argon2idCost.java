package dev.coffer.storage.crypto;

import java.util.Optional;

/**
 * What deriving a key from a passphrase costs, whoever does it: the parameters of Argon2id. Those
 * of a slot are held against floor and ceiling before anything is allocated.
 *
 * @param memory in KiB
 * @param iterations passes over the memory
 * @param parallelism lanes, which whoever guesses may compute at once
 */
record Argon2idCost(int memory, int iterations, int parallelism) {

  /** RFC 9106, section 4, the second recommended option. */
  static final Argon2idCost STANDARD = new Argon2idCost(64 * 1024, 3, 4);

  /** The least that is known to be of use (OWASP's least memory, and passes for it). */
  static final int MIN_MEMORY = 19 * 1024;

  static final int MAX_MEMORY = 1024 * 1024;
  static final int MIN_ITERATIONS = 2;
  static final int MAX_ITERATIONS = 64;
  static final int MAX_PARALLELISM = 16;

  /** KiB passed over: half a minute or so, and no more. */
  static final long MAX_WORK = 8L * 1024 * 1024;

  /** What is out of bounds, with the bound; numbers are unsigned, as slots have them. */
  Optional<String> problem() {
    return outside("memory in KiB", memory, MIN_MEMORY, MAX_MEMORY)
        .or(() -> outside("iterations", iterations, MIN_ITERATIONS, MAX_ITERATIONS))
        .or(() -> outside("parallelism", parallelism, 1, MAX_PARALLELISM))
        .or(() -> (long) memory * iterations <= MAX_WORK
            ? Optional.empty()
            : Optional.of("memory times iterations is " + (long) memory * iterations + ", at most "
                + MAX_WORK + " is taken"));
  }

  private static Optional<String> outside(String what, int value, int min, int max) {
    long number = Integer.toUnsignedLong(value);
    return number >= min && number <= max
        ? Optional.empty()
        : Optional.of(what + " is " + number + ", " + min + " to " + max + " is taken");
  }
}
