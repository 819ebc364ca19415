package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Threads of our own, on which all work with the database is done, so that nobody can interrupt it.
 *
 * <p>An interrupt on the way closes the file channel of an embedded H2, for everybody, and both H2
 * and HikariCP swallow interrupts where they wait. Here a caller waits uninterruptibly, keeps its
 * flag, and gets the answer (decision 0032). It also leaves behind whatever transaction is bound to
 * its thread.
 */
final class Workers implements Calls {

  private static final Duration IDLE = Duration.ofSeconds(30);

  private final ThreadPoolExecutor threads;
  private final Duration patience;

  /**
   * At most {@code size} calls at once; another one waits at most {@code patience} for its turn.
   */
  Workers(int size, Duration patience) {
    this.threads = new ThreadPoolExecutor(
        size,
        size,
        IDLE.toMillis(),
        TimeUnit.MILLISECONDS,
        new LinkedBlockingQueue<>(),
        Workers::thread);
    this.threads.allowCoreThreadTimeOut(true);
    this.patience = patience;
  }

  /**
   * Inherits nothing of the caller that happens to be the first: no thread locals, no class loader.
   */
  private static Thread thread(Runnable work) {
    Thread thread = new Thread(null, work, "coffer-jdbc", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Workers.class.getClassLoader());
    return thread;
  }

  @Override
  public <T> T call(Callable<T> work) {
    Task<T> task = new Task<>(work);
    threads.execute(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.await(patience);
        } catch (InterruptedException interrupt) {
          interrupted = true;
        }
      }
    } catch (TimeoutException gaveUp) {
      throw busy(threads.getMaximumPoolSize(), patience);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What to say where no turn came. */
  static StorageUnavailableException busy(int size, Duration patience) {
    return new StorageUnavailableException(
        "All "
            + size
            + " connections were busy for "
            + patience.toMillis()
            + " ms (options 'pool-size' and 'connection-timeout'); nothing was changed.",
        null);
  }

  @Override
  public void close() {
    threads.shutdown();
  }

  /** Work that has one of two fates: a thread takes it up, or its caller gives it up. */
  private static final class Task<T> implements Runnable {

    private final Callable<T> work;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final AtomicBoolean settled = new AtomicBoolean();

    Task(Callable<T> work) {
      this.work = work;
    }

    @Override
    public void run() {
      if (settled.compareAndSet(false, true)) {
        try {
          outcome.complete(work.call());
        } catch (Throwable failure) {
          outcome.completeExceptionally(failure);
        }
      }
    }

    /** Waits for a thread with patience, and for the work itself for as long as it takes. */
    T await(Duration patience) throws InterruptedException, TimeoutException {
      try {
        return outcome.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException late) {
        if (settled.compareAndSet(false, true)) {
          throw late;
        }
        return awaitEnd();
      } catch (ExecutionException failure) {
        throw unchecked(failure);
      }
    }

    private T awaitEnd() throws InterruptedException {
      try {
        return outcome.get();
      } catch (ExecutionException failure) {
        throw unchecked(failure);
      }
    }

    private static RuntimeException unchecked(ExecutionException failure) {
      Throwable cause = failure.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }
  }
}
