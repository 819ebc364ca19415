package dev.coffer.storage.file;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What one thread allocates while it does something. */
final class Allocation {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /**
   * Runs it, and fails if it takes more than so many bytes in all. What takes more is run again:
   * the first time classes may have been loaded, and instrumented.
   */
  static void requireAtMost(long bytes, Runnable work) {
    if (taken(work) <= bytes) {
      return;
    }
    long taken = taken(work);
    if (taken > bytes) {
      throw new AssertionError(taken + " bytes were allocated, where " + bytes + " would do.");
    }
  }

  private static long taken(Runnable work) {
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    work.run();
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }
}
