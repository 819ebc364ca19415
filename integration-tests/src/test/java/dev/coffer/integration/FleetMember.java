package dev.coffer.integration;

import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * One of those that use a store all the time: it writes the next number under the next of its
 * names, once it has found there what it wrote before, and reads what its neighbour has written,
 * until it is told to stop.
 */
final class FleetMember {

  static final int NAMES = 10;

  private FleetMember() {}

  /** Runs until {@code stopped}, and tells each number that was written. */
  static void run(
      SecureStorage storage, int id, int size, BooleanSupplier stopped, LongConsumer written) {
    StorageScope own = scope(storage, id);
    StorageScope neighbour = scope(storage, (id + 1) % size);
    for (long number = 0; !stopped.getAsBoolean(); number++) {
      if (number >= NAMES) {
        requireLast(own, number);
      }
      own.write(name(number), secret(number));
      neighbour.read(name(number));
      if (number % NAMES == 0) {
        neighbour
            .readAll()
            .items()
            .forEach(entry -> Long.parseLong(entry.value().revealString()));
      }
      written.accept(number);
    }
  }

  /** What it wrote under this name is there: nobody has put anything older in its place. */
  private static void requireLast(StorageScope own, long number) {
    Secret last = own.read(name(number)).orElseThrow().value();
    if (!last.equals(secret(number - NAMES))) {
      throw new IllegalStateException("What was written last is gone: " + last.revealString()
          + " is there before " + number + ".");
    }
  }

  /** Where a member writes. */
  static StorageScope scope(SecureStorage storage, int id) {
    return storage.scoped("fleet", "m" + id);
  }

  static Secret secret(long number) {
    return Secret.of(Long.toString(number));
  }

  static String name(long number) {
    return "k" + number % NAMES;
  }
}
