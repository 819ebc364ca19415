package dev.coffer.storage.credentials;

import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The events of one session on their way to the listeners, one at a time and in order. */
final class Events {

  private final List<CredentialListener> listeners;
  private final Queue<CredentialEvent> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger undelivered = new AtomicInteger();

  Events(List<CredentialListener> listeners) {
    this.listeners = listeners;
  }

  /** Takes an event at its place in the order. */
  void add(CredentialEvent event) {
    queue.add(event);
  }

  /** Tells the listeners, unless another thread is at it and will tell these too. */
  void deliver() {
    if (undelivered.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      for (CredentialEvent event = queue.poll(); event != null; event = queue.poll()) {
        tell(event);
      }
      seen = undelivered.addAndGet(-seen);
    } while (seen != 0);
  }

  private void tell(CredentialEvent event) {
    for (CredentialListener listener : listeners) {
      try {
        listener.onEvent(Objects.requireNonNull(event));
      } catch (RuntimeException failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
      }
    }
  }
}
