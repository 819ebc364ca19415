package dev.coffer.storage.tck;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/**
 * A time by which something has to end. It runs in a thread of its own, which is interrupted when
 * the time is over, and left behind if it does not care.
 */
final class Deadline {

  private static final int SHOWN_FRAMES = 8;

  private final Duration time;

  Deadline(Duration time) {
    if (time.toMillis() < 1) {
      throw new IllegalArgumentException("A rule needs some time to end, this is " + time + ".");
    }
    this.time = time;
  }

  /** What {@code body} failed with; null if it came to its end. */
  @Nullable
  Throwable failureOf(String name, Executable body) {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread thread = new Thread(
        () -> {
          try {
            body.execute();
          } catch (Throwable thrown) {
            failure.set(thrown);
          }
        },
        name);
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join(time.toMillis());
    } catch (InterruptedException stopped) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return new AssertionError("expected the kit to run to its end, seen it interrupted");
    }
    if (!thread.isAlive()) {
      return failure.get();
    }
    AssertionError stuck = new AssertionError(String.format(
        "expected an end within %d s, seen none; it is at%n%s", time.toSeconds(), frames(thread)));
    thread.interrupt();
    return stuck;
  }

  private static String frames(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .limit(SHOWN_FRAMES)
        .map(frame -> "    " + frame)
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
