package dev.coffer.storage.crypto;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.StorageBackend;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run through a store that seals every record anew which is not of the primary epoch, while
 * others read and write. A record keeps its version, so that nobody notices; whoever writes it
 * meanwhile wins. It remembers nothing: one that was killed is finished by the next.
 *
 * <p>While one step is put, the next ones are read and sealed: see {@link Ahead}.
 *
 * <p>Not thread-safe, used once.
 */
final class Resealing {

  /**
   * Writers that have not noticed a rotation make more to do; so many walks are enough for that.
   */
  private static final int MAX_WALKS = 10;

  /** To open and seal a record takes about twice as long as a local file takes to write it. */
  private static final int THREADS = 2;

  /** Expired records are sealed anew as well, or their epoch could not be closed. */
  private static final long BEFORE_ALL_EXPIRY = Long.MIN_VALUE;

  /** Who closes an epoch waits for writes that take no longer than this, and counts then. */
  private static final long LONG_WRITE = 1_000;

  private final StorageBackend backend;
  private final RecordSealer sealer;
  private final InstantSource clock;
  private final ResealListener listener;

  private long begun;
  private long total;
  private long resealed;
  private long unreadable;
  private long lost;

  Resealing(
      StorageBackend backend, RecordSealer sealer, InstantSource clock, ResealListener listener) {
    this.backend = backend;
    this.sealer = sealer;
    this.clock = clock;
    this.listener = listener;
  }

  /** Walks until nothing is left to do, and says what came of it. */
  ResealProgress run() {
    begun = clock.millis();
    total = RecordCounts.of(backend).except(sealer.epoch());
    report();
    for (int walks = 0; walks < MAX_WALKS; walks++) {
      long before = resealed;
      unreadable = 0;
      lost = 0;
      walk();
      boolean stuck = resealed == before && lost == 0;
      if (stuck || RecordCounts.of(backend).except(sealer.epoch()) <= unreadable) {
        break;
      }
    }
    return progress();
  }

  private void walk() {
    ResealWalk walk = new ResealWalk(backend, sealer, clock);
    try (Ahead<ResealWalk.Step> steps = new Ahead<>(THREADS, walk::next)) {
      Optional<ResealWalk.Step> step = steps.take();
      while (step.isPresent()) {
        put(step.get());
        step = steps.take();
      }
    }
  }

  private void put(ResealWalk.Step step) {
    unreadable += step.unreadable();
    put(new ArrayList<>(step.changes()));
    if (clock.millis() - step.begun() > LONG_WRITE) {
      requireStillOpening(step.epoch());
    }
    report();
  }

  /** Puts what nobody has written meanwhile. */
  private void put(List<Change> changes) {
    while (!changes.isEmpty()) {
      try {
        backend.apply(changes, BEFORE_ALL_EXPIRY);
        resealed += changes.size();
        return;
      } catch (PreconditionFailedException writtenMeanwhile) {
        changes.remove(writtenMeanwhile.index());
        lost++;
      } catch (OutcomeUnknownException unknown) {
        throw new StorageUnavailableException(
            "It is not known whether the last records were sealed anew. Nothing is lost either way:"
                + " run it again, and it goes on.",
            unknown);
      }
    }
  }

  /**
   * A key that was closed while a step took long is one that its closer did not see needed: either
   * he sees these records, or this sees that it is closed.
   */
  private void requireStillOpening(int epoch) {
    if (!sealer.stillOpens(epoch)) {
      throw new StorageUnavailableException(
          "Sealing anew was held up for so long that its key, of epoch "
              + Integer.toUnsignedString(epoch)
              + ", was closed meanwhile: its last records cannot be read until that epoch is"
              + " opened again. Open it, and run this again.",
          null);
    }
  }

  private void report() {
    listener.progressed(progress());
  }

  private ResealProgress progress() {
    return new ResealProgress(
        resealed, unreadable, total, Duration.ofMillis(clock.millis() - begun));
  }
}
