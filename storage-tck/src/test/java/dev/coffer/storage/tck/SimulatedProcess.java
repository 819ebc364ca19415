package dev.coffer.storage.tck;

import dev.coffer.storage.StorageUnavailableException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A process for candidates, which are in no other JVM: a thread with instances of its own, which
 * can be killed where a candidate says that it {@linkplain #mayDie may die}.
 */
final class SimulatedProcess extends OtherProcess {

  private static final InheritableThreadLocal<@Nullable SimulatedProcess> CURRENT =
      new InheritableThreadLocal<>();

  /** Has room for five of the large records, and not for a sixth. */
  private static final long LIMIT = 700_000;

  private static final long END_MILLIS = 30_000;

  private final BlockingQueue<Optional<String>> heard = new LinkedBlockingQueue<>();
  private final Thread thread;
  private final boolean limited;
  private volatile boolean dying;
  private int toldWhileDying;
  private long written;

  private SimulatedProcess(
      StorageBackendContract contract, Place place, Task task, boolean limited) {
    this.limited = limited;
    this.thread = new Thread(() -> run(contract, place, task), "simulated");
  }

  /** Starts one; see {@link Processes}. */
  static OtherProcess start(
      StorageBackendContract contract, Place place, Task task, boolean limited) {
    SimulatedProcess process = new SimulatedProcess(contract, place, task, limited);
    process.thread.start();
    return process;
  }

  private void run(StorageBackendContract contract, Place place, Task task) {
    CURRENT.set(this);
    try {
      task.run(contract, place, new TaskEnd());
    } catch (Killed killed) {
      said(Kind.ENDED, "killed");
    }
  }

  /** The process of this thread; empty in the one that all others are started from. */
  static Optional<SimulatedProcess> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /** A point at which the process of this thread dies, if it is being killed. */
  static void mayDie() {
    if (current().map(process -> process.dying).orElse(false)) {
      throw new Killed();
    }
  }

  /** Refuses to write, if it is too much for a limited process; then everything is. */
  static void writes(int bytes) {
    current().filter(process -> process.limited).ifPresent(process -> {
      process.written += bytes;
      if (process.written > LIMIT) {
        throw new StorageUnavailableException("The disk is full.", null);
      }
    });
  }

  @Override
  void tell(String message) {
    heard.add(Optional.of(message));
  }

  @Override
  boolean isAlive() {
    return thread.isAlive();
  }

  @Override
  void destroy() {
    dying = true;
    heard.add(Optional.empty());
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new AssertionError("expected a simulated process to die, seen that it goes on");
    }
  }

  /** The task's end of the wire. */
  private final class TaskEnd implements Wire {

    /** Lets a whole step pass, with all its points to die at, before there is no other way. */
    @Override
    public void tell(String message) {
      if (dying && toldWhileDying++ > 0) {
        throw new Killed();
      }
      said(Kind.TOLD, message);
    }

    @Override
    public void fail(String message) {
      said(Kind.FAILED, message);
    }

    @Override
    public String hear() {
      try {
        return heard.take().orElseThrow(Killed::new);
      } catch (InterruptedException never) {
        throw new IllegalStateException(never);
      }
    }
  }

  /** The death of a process, which nobody in it lives to see. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    private Killed() {
      super("killed", null, false, false);
    }
  }
}
