package dev.coffer.storage.credentials;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The time of processes and threads that take turns, without faults; and an executor in it. */
final class TurnTime implements Time, Executor {

  final SimulatedTurns turns = new SimulatedTurns(1);
  private final Map<Thread, SimulatedTurns.Turn> current = new ConcurrentHashMap<>();

  /** Starts a thread after a while; that it is killed is its end and no noise. */
  void start(long afterMillis, Runnable life) {
    SimulatedTurns.Turn turn = new SimulatedTurns.Turn();
    turns.start(turn, afterMillis, () -> {
      current.put(Thread.currentThread(), turn);
      try {
        life.run();
      } catch (Killed died) {
        return;
      }
    });
  }

  void passMillis(long millis) {
    turns.passMillis(current.get(Thread.currentThread()), millis);
  }

  @Override
  public void execute(Runnable task) {
    start(0, task);
  }

  @Override
  public long millis() {
    return FakeTime.START.toEpochMilli() + turns.nanos() / 1_000_000;
  }

  @Override
  public long nanos() {
    return turns.nanos();
  }

  @Override
  public void pause(Duration duration) {
    passMillis(duration.toMillis());
  }

  @Override
  public void await(CompletableFuture<?> result, Duration atMost) {
    while (!result.isDone()) {
      passMillis(1_000);
    }
  }

  @Override
  public void later(Duration delay, Runnable task) {
    throw new AssertionError("Nothing is put off in these tests.");
  }
}
