package dev.coffer.storage.tck;

import org.jspecify.annotations.Nullable;

/**
 * A call of one thread in a history: what it was and came to, and the moments between which it took
 * effect.
 *
 * @param thread the number of the thread, which makes one call at a time
 * @param called the moment of the call, by a clock that all threads share
 * @param returned the moment of the return, or {@link #NEVER}
 */
record Operation<S>(int thread, long called, long returned, Step<S> step) {

  /** The return of an operation that may have taken effect, or may yet, or not at all. */
  static final long NEVER = Long.MAX_VALUE;

  /** A call with its answer, as far as one thing with a state is concerned. */
  interface Step<S> {

    /** The state that it leaves behind; null if it would have answered otherwise in this one. */
    @Nullable
    S after(S before);

    /** Whether it can leave another state behind than it met. */
    boolean changes();
  }

  boolean isPending() {
    return returned == NEVER;
  }

  /** The same operation as it looked at a moment: pending, where it had not returned yet. */
  Operation<S> asSeenAt(long moment) {
    return returned > moment ? new Operation<>(thread, called, NEVER, step) : this;
  }

  @Override
  public String toString() {
    return isPending()
        ? String.format("thread %d, from %3d on:     %s", thread, called, step)
        : String.format("thread %d, from %3d to %3d: %s", thread, called, returned, step);
  }
}
