package dev.coffer.storage.tck;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What each process has of its own for each place, as long as something there is open: a cache, a
 * lock, what is not written yet.
 */
final class PerProcess<T> {

  private final Map<Key, T> all = new ConcurrentHashMap<>();
  private final Supplier<T> maker;

  PerProcess(Supplier<T> maker) {
    this.maker = maker;
  }

  /** A place as one process has it; the place counts as itself, whatever is in it. */
  private record Key(Optional<SimulatedProcess> process, int place) {}

  /** What the process of this thread has there. */
  T at(Object place) {
    return all.computeIfAbsent(key(place), unused -> maker.get());
  }

  /** Forgets what it has. */
  void forget(Object place) {
    all.remove(key(place));
  }

  private static Key key(Object place) {
    return new Key(SimulatedProcess.current(), System.identityHashCode(place));
  }
}
