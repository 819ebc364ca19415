package dev.coffer.storage.file;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What virtual threads (JEP 444) need, on a Java that may have none. */
final class VirtualThreads {

  private static final Optional<MethodHandle> IS_VIRTUAL = isVirtual();

  private VirtualThreads() {}

  private static Optional<MethodHandle> isVirtual() {
    try {
      return Optional.of(MethodHandles.publicLookup()
          .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class)));
    } catch (ReflectiveOperationException before21) {
      return Optional.empty();
    }
  }

  /** Whether the calling thread is a virtual one. */
  static boolean isCurrent() {
    if (IS_VIRTUAL.isEmpty()) {
      return false;
    }
    try {
      return (boolean) IS_VIRTUAL.get().invokeExact(Thread.currentThread());
    } catch (Throwable impossible) {
      throw new IllegalStateException("Thread.isVirtual failed.", impossible);
    }
  }

  /** One thread of the platform for all that a store's virtual threads want done, while they do. */
  static Executor platformThread(String name) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
          Thread thread = new Thread(null, work, name, 0, false);
          thread.setDaemon(true);
          thread.setContextClassLoader(null);
          return thread;
        });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
