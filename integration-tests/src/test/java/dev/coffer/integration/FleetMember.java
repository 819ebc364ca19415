package dev.coffer.integration;

import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * One of those that use a store all the time: it writes the next number under the next of its
 * names, and reads what its neighbour has written, until it is told to stop.
 */
final class FleetMember {

  static final int NAMES = 10;

  private FleetMember() {}

  /** Runs until {@code stopped}, and tells each number that was written. */
  static void run(
      SecureStorage storage, int id, int size, BooleanSupplier stopped, LongConsumer written) {
    StorageScope own = storage.scoped("fleet", "m" + id);
    StorageScope neighbour = storage.scoped("fleet", "m" + (id + 1) % size);
    for (long number = 0; !stopped.getAsBoolean(); number++) {
      own.write(name(number), Secret.of(Long.toString(number)));
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

  static String name(long number) {
    return "k" + number % NAMES;
  }
}
