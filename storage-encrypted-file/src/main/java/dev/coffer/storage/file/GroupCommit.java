package dev.coffer.storage.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Brings what several callers want written to the disk by one sync. One of those who wait leads: it
 * takes what is there, its own included, and has it written, while the next ones gather. Nobody
 * waits for company, and nobody works for others twice in a row.
 *
 * <p>A caller on a virtual thread does not lead by itself: the system's calls would pin its
 * carrier. It has a thread of the platform lead instead.
 */
final class GroupCommit {

  /** So many bytes of bodies at most go together; a frame takes 16 MiB. */
  private static final int MAX_BYTES = 4 << 20;

  private final Consumer<List<Commit>> writer;
  private final Executor platform;
  private final Queue<Commit> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean led = new AtomicBoolean();

  /**
   * With what brings a group to the disk, and finishes each of its commits; it is called by one
   * thread at a time.
   */
  GroupCommit(Consumer<List<Commit>> writer, Executor platform) {
    this.writer = writer;
    this.platform = platform;
  }

  /** Returns when the commit is on disk, or throws why it is not. */
  void await(Commit commit) {
    waiting.add(commit);
    boolean isVirtual = VirtualThreads.isCurrent();
    boolean interrupted = false;
    while (!commit.isDone()) {
      if (!waiting.isEmpty() && led.compareAndSet(false, true)) {
        if (isVirtual) {
          platform.execute(this::lead);
        } else {
          lead();
        }
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    commit.rethrow();
  }

  private void lead() {
    List<Commit> group = nextGroup();
    try {
      writer.accept(group);
    } catch (RuntimeException | Error failure) {
      group.stream().filter(each -> !each.isDone()).forEach(each -> each.fail(() -> failure));
    } finally {
      led.set(false);
      // The next one to lead first, so that the disk has something to do.
      Commit next = waiting.peek();
      if (next != null) {
        next.wake();
      }
      group.forEach(Commit::wake);
    }
  }

  private List<Commit> nextGroup() {
    Queue<Commit> group = new ArrayDeque<>();
    int bytes = 0;
    Commit next = waiting.peek();
    while (next != null && (group.isEmpty() || bytes + next.body().length <= MAX_BYTES)) {
      group.add(waiting.remove());
      bytes += next.body().length;
      next = waiting.peek();
    }
    return new ArrayList<>(group);
  }
}
