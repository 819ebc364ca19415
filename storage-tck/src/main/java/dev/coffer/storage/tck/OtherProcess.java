package dev.coffer.storage.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Another process that has a rule's place open, as the rule sees it: it can be told something, it
 * answers, and it can be killed.
 */
abstract class OtherProcess {

  /** Beyond this it is said to hang. Nothing waits that long unless something is wrong. */
  private static final int DEADLINE_SECONDS = 60;

  private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();

  /** What a process can say. */
  enum Kind {
    /** Its task tells something. */
    TOLD,
    /** Its task has failed. */
    FAILED,
    /** It is no more. */
    ENDED
  }

  /** One thing that a process has said. */
  record Said(Kind kind, String text) {}

  /** Tells its task something. */
  abstract void tell(String message);

  /** Ends it at once, without a chance to close anything, and waits until it is no more. */
  abstract void destroy();

  /** Whether it still goes on. */
  abstract boolean isAlive();

  /** Takes what the process says, in its order; the end is the last. */
  final void said(Kind kind, String text) {
    said.add(new Said(kind, text));
  }

  /** What its task tells next. */
  final String hear() {
    Said next = next();
    if (next.kind() != Kind.TOLD) {
      throw failure(next);
    }
    return next.text();
  }

  /**
   * Kills it in the middle of its task.
   *
   * @return what its task has told before the end, and was not heard yet
   */
  final List<String> kill() {
    boolean alive = isAlive();
    destroy();
    List<String> told = new ArrayList<>();
    Said next = next();
    while (next.kind() == Kind.TOLD) {
      told.add(next.text());
      next = next();
    }
    if (next.kind() == Kind.FAILED || !alive) {
      throw failure(next);
    }
    return told;
  }

  private Said next() {
    Said next = poll();
    if (next == null) {
      destroy();
      throw new AssertionError(String.format(
          "expected the other process to answer within %d s, seen nothing", DEADLINE_SECONDS));
    }
    return next;
  }

  private @Nullable Said poll() {
    try {
      return said.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private static AssertionError failure(Said said) {
    return new AssertionError(
        said.kind() == Kind.FAILED
            ? "in another process: " + said.text()
            : "expected the other process to answer, seen its end: " + said.text());
  }
}
