package dev.coffer.storage.credentials;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** A time that passes when the test says so, or when somebody pauses in it. For one thread. */
final class FakeTime implements Time {

  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private record Task(long due, Runnable work) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::due));
  private long nanos = 7_000_000_000L;
  private long wallAhead;

  Instant now() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public long millis() {
    return START.toEpochMilli() + wallAhead + nanos / 1_000_000;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  /** Time passes, and what was put off is done when it is due. */
  void pass(Duration duration) {
    long end = nanos + duration.toNanos();
    while (!tasks.isEmpty() && tasks.peek().due() <= end) {
      Task task = tasks.poll();
      nanos = Math.max(nanos, task.due());
      task.work().run();
    }
    nanos = Math.max(nanos, end);
  }

  /** Somebody sets the wall clock. */
  void stepWallClock(Duration by) {
    wallAhead += by.toMillis();
  }

  @Override
  public void pause(Duration duration) {
    pass(duration);
  }

  @Override
  public void await(CompletableFuture<?> result, Duration atMost) throws TimeoutException {
    if (!result.isDone()) {
      pass(atMost);
    }
    if (!result.isDone()) {
      throw new TimeoutException();
    }
  }

  @Override
  public void later(Duration delay, Runnable task) {
    tasks.add(new Task(nanos + delay.toNanos(), task));
  }
}
