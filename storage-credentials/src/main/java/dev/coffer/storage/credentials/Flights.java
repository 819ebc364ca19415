package dev.coffer.storage.credentials;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The refreshes of one session in this process: one at a time, in a thread of the executor, shared
 * by all callers whom it serves. Whoever wants one that begins after they asked waits for the next.
 * Thread-safe.
 */
final class Flights {

  /** A refresh: beyond a generation of a session, or anew whatever there is. */
  interface Work {
    Snapshot fly(UUID session, long generation, boolean anew);
  }

  private static final class Flight {

    final CompletableFuture<Snapshot> result = new CompletableFuture<>();
    UUID session;
    long generation;
    boolean anew;

    Flight(UUID session, long generation, boolean anew) {
      this.session = session;
      this.generation = generation;
      this.anew = anew;
    }

    boolean leadsBeyond(UUID wanted, long than) {
      return session.equals(wanted) && generation >= than;
    }

    void alsoFor(UUID wanted, long than, boolean wantedAnew) {
      generation = session.equals(wanted) ? Math.max(generation, than) : than;
      session = wanted;
      anew |= wantedAnew;
    }
  }

  private final Executor executor;
  private final Work work;
  private @Nullable Flight flying;
  private @Nullable Flight next;

  Flights(Executor executor, Work work) {
    this.executor = executor;
    this.work = work;
  }

  /** The result of a flight that serves this caller. */
  CompletableFuture<Snapshot> join(UUID session, long generation, boolean anew) {
    Flight mine;
    synchronized (this) {
      if (flying != null) {
        if (!anew && flying.leadsBeyond(session, generation)) {
          return flying.result;
        }
        if (next == null) {
          next = new Flight(session, generation, anew);
        } else {
          next.alsoFor(session, generation, anew);
        }
        return next.result;
      }
      mine = new Flight(session, generation, anew);
      flying = mine;
    }
    start(mine);
    return mine.result;
  }

  private void start(Flight flight) {
    try {
      executor.execute(() -> fly(flight));
    } catch (RejectedExecutionException closed) {
      end(flight, null, new IllegalStateException("The manager is closed.", closed));
    }
  }

  private void fly(Flight flight) {
    Snapshot arrived = null;
    Throwable failure = null;
    try {
      arrived = work.fly(flight.session, flight.generation, flight.anew);
    } catch (RuntimeException | Error failed) {
      failure = failed;
    }
    end(flight, arrived, failure);
    if (failure instanceof Error error) {
      throw error;
    }
  }

  private void end(Flight flight, @Nullable Snapshot arrived, @Nullable Throwable failure) {
    Flight following;
    synchronized (this) {
      following = next;
      next = null;
      flying = following;
    }
    if (failure != null) {
      flight.result.completeExceptionally(failure);
    } else {
      flight.result.complete(arrived);
    }
    if (following != null) {
      start(following);
    }
  }
}
