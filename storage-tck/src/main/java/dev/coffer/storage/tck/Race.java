package dev.coffer.storage.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/** Threads that start at one moment; it is over when all of them have ended. */
final class Race {

  /** Beyond this a thread is said to hang. Nothing waits that long unless something is wrong. */
  private static final int DEADLINE_SECONDS = 60;

  /** How long threads that were interrupted are given to end. */
  private static final int END_SECONDS = 10;

  private Race() {}

  /** What each racer came to, in their order. */
  static <T> List<T> of(int racers, IntFunction<Callable<T>> racer) {
    List<Callable<T>> tasks = new ArrayList<>();
    for (int i = 0; i < racers; i++) {
      tasks.add(racer.apply(i));
    }
    return run(tasks);
  }

  /**
   * Runs {@code body}, and the others again and again meanwhile; each of them also once before it
   * begins, and once when it has ended.
   */
  static void during(Executable body, Executable... others) {
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch before = new CountDownLatch(others.length);
    CountDownLatch begun = new CountDownLatch(1);
    List<Callable<Boolean>> tasks = new ArrayList<>();
    tasks.add(() -> {
      try {
        before.await();
        begun.countDown();
        execute(body);
      } finally {
        over.set(true);
        begun.countDown();
      }
      return true;
    });
    for (Executable other : others) {
      tasks.add(() -> {
        try {
          execute(other);
        } finally {
          before.countDown();
        }
        awaitThroughInterrupts(begun);
        boolean last;
        do {
          last = over.get();
          execute(other);
        } while (!last);
        return true;
      });
    }
    run(tasks);
  }

  /** A rule may have interrupted the thread for something that is over. */
  private static void awaitThroughInterrupts(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException late) {
        // It waits on, and the interrupt is over with what it was for.
      }
    }
  }

  /** Runs {@code body} in a thread of its own, and returns what it came to. */
  static <T> T apart(Callable<T> body) {
    return run(List.of(body)).get(0);
  }

  private static void execute(Executable body) throws Exception {
    try {
      body.execute();
    } catch (Exception | Error failure) {
      throw failure;
    } catch (Throwable other) {
      throw new AssertionError("expected no exception, seen " + other, other);
    }
  }

  private static <T> List<T> run(List<Callable<T>> tasks) {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      CountDownLatch start = new CountDownLatch(tasks.size());
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> task : tasks) {
        running.add(threads.submit(() -> {
          start.countDown();
          start.await();
          return task.call();
        }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> racer : running) {
        results.add(racer.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
      }
      return results;
    } catch (ExecutionException failed) {
      throw failure(failed.getCause());
    } catch (TimeoutException | InterruptedException stuck) {
      throw new AssertionError(
          "expected all threads to end within " + DEADLINE_SECONDS + " s, seen one that does not",
          stuck);
    } finally {
      end(threads);
    }
  }

  private static AssertionError failure(@Nullable Throwable cause) {
    if (cause instanceof AssertionError found) {
      return found;
    }
    return new AssertionError("expected no exception in any thread, seen " + cause, cause);
  }

  /** No thread is left behind, unless the backend holds it for ever. */
  private static void end(ExecutorService threads) {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("expected all threads to end, seen one that does not");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
