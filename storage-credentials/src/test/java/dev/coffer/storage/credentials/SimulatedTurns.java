package dev.coffer.storage.credentials;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Semaphore;

/**
 * A time in which processes take turns: one runs, all others wait for their moment, and who runs
 * next is a matter of the seed alone. Each process has a thread, since what is simulated blocks.
 */
final class SimulatedTurns {

  /** A process's place in the order. */
  static final class Turn {
    private final Semaphore go = new Semaphore(0);
    private long wake;
    private long ticket;
  }

  final Random random;
  private final PriorityQueue<Turn> waiting = new PriorityQueue<>(
      Comparator.<Turn>comparingLong(t -> t.wake).thenComparingLong(t -> t.ticket));
  private final Semaphore over = new Semaphore(0);
  private long nanos;
  private long tickets;

  SimulatedTurns(long seed) {
    random = new Random(seed);
  }

  long nanos() {
    return nanos;
  }

  /** Milliseconds, at random. */
  long millis(int atLeast, int below) {
    return (long) atLeast + random.nextInt(below - atLeast);
  }

  boolean chance(double of) {
    return random.nextDouble() < of;
  }

  /** Lets the others run until so much time has passed. For the one that runs. */
  void passMillis(Turn self, long millis) {
    enter(self, millis);
    Turn next = waiting.remove();
    nanos = Math.max(nanos, next.wake);
    if (next != self) {
      next.go.release();
      self.go.acquireUninterruptibly();
    }
  }

  private void enter(Turn turn, long millis) {
    turn.wake = nanos + millis * 1_000_000;
    turn.ticket = tickets++;
    waiting.add(turn);
  }

  /** Starts a process, which runs once its turn has come; the first needs {@link #run}. */
  void start(Turn turn, long afterMillis, Runnable life) {
    enter(turn, afterMillis);
    Thread thread = new Thread(() -> {
      turn.go.acquireUninterruptibly();
      try {
        life.run();
      } finally {
        leave();
      }
    });
    thread.setDaemon(true);
    thread.start();
  }

  private void leave() {
    Turn next = waiting.poll();
    if (next == null) {
      over.release();
    } else {
      nanos = Math.max(nanos, next.wake);
      next.go.release();
    }
  }

  /** Runs until the last process has ended. */
  void run() {
    leave();
    over.acquireUninterruptibly();
  }
}
