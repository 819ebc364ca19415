package dev.coffer.storage.crypto;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes the next of a row of things in threads of its own, while whoever takes them is busy with
 * the last one. There are never more that are not taken than there are threads. An interrupt
 * changes nothing; the caller keeps its flag.
 *
 * <p>Not thread-safe.
 */
final class Ahead<T> implements AutoCloseable {

  private final int count;
  private final Supplier<Optional<T>> source;
  private final ExecutorService threads;
  private final Queue<Future<Optional<T>>> next = new ArrayDeque<>();
  private boolean ended;

  /**
   * Of what a source gives until it gives nothing; begins with the first that is taken.
   *
   * @param source is called by all threads at once
   */
  Ahead(int count, Supplier<Optional<T>> source) {
    this.count = count;
    this.source = source;
    this.threads = Executors.newFixedThreadPool(count, work -> {
      Thread daemon = new Thread(work, "coffer-reseal");
      daemon.setDaemon(true);
      return daemon;
    });
  }

  /** The next one, or what the source has thrown instead; empty at the end. */
  Optional<T> take() {
    Optional<T> taken = Optional.empty();
    while (taken.isEmpty() && fill()) {
      taken = result(next.remove());
      ended |= taken.isEmpty();
    }
    fill();
    return taken;
  }

  /** Has a thread make each that is wanted; false if there is nothing more to come. */
  private boolean fill() {
    while (!ended && next.size() < count) {
      next.add(threads.submit(source::get));
    }
    return !next.isEmpty();
  }

  private static <T> T result(Future<T> future) {
    return uninterrupted(() -> {
      try {
        return future.get();
      } catch (ExecutionException failure) {
        if (failure.getCause() instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) failure.getCause(); // A Supplier throws nothing else.
      }
    });
  }

  /** Something to wait for. */
  private interface Waiting<T> {
    T run() throws InterruptedException;
  }

  private static <T> T uninterrupted(Waiting<T> waiting) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return waiting.run();
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends the threads, and returns when the source is left alone. */
  @Override
  public void close() {
    threads.shutdown();
    uninterrupted(() -> threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS));
  }
}
