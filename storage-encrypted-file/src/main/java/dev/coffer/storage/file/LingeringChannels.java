package dev.coffer.storage.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Channels of lock files that nobody uses any more and that cannot be closed yet, since that would
 * take the lock from its holder in this JVM. Nor must the garbage collector close them: a thread
 * holds them until they are closed, or taken by the next one who wants a channel, so that their
 * number does not grow with the number of attempts.
 *
 * <p>Each class loader has channels of its own, and a thread for each lock file that has any. What
 * keeps the lock safe is that thread, which is a root for the garbage collector, and not this map,
 * which goes with its class loader.
 */
final class LingeringChannels implements Runnable {

  /** A release in this JVM wakes the thread; this is for a holder that died without. */
  private static final long LONGEST_WAIT = 1_000;

  private static final Map<String, LingeringChannels> BY_MONITOR = new ConcurrentHashMap<>();

  private final String monitor;

  /** Guarded by the monitor. */
  private final Queue<FileChannel> channels = new ArrayDeque<>();

  private LingeringChannels(String monitor) {
    this.monitor = monitor;
  }

  /** Keeps a channel until it can be closed. The caller has the monitor. */
  static void add(String monitor, FileChannel channel) {
    LingeringChannels there = BY_MONITOR.get(monitor);
    if (there != null) {
      there.channels.add(channel);
      return;
    }
    LingeringChannels made = new LingeringChannels(monitor);
    made.channels.add(channel);
    BY_MONITOR.put(monitor, made);
    Thread thread = new Thread(null, made, "coffer-lock-closer", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  /** A channel to use again, if there is one. The caller has the monitor. */
  static @Nullable FileChannel take(String monitor) {
    LingeringChannels there = BY_MONITOR.get(monitor);
    return there == null ? null : there.channels.poll();
  }

  @Override
  public void run() {
    synchronized (monitor) {
      while (!closeAll()) {
        try {
          monitor.wait(LONGEST_WAIT);
        } catch (InterruptedException meansNothingHere) {
          // Nobody may end this thread before the channels are closed.
        }
      }
      BY_MONITOR.remove(monitor);
    }
  }

  private boolean closeAll() {
    for (FileChannel next = channels.peek(); next != null; next = channels.peek()) {
      try {
        if (!StoreLock.closeIfSafe(next)) {
          return false;
        }
        channels.remove();
      } catch (IOException failure) {
        // A lock file that went away; it has no lock that could be lost.
        channels.remove();
      }
    }
    return true;
  }
}
