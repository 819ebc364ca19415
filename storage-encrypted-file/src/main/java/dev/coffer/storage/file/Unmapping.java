package dev.coffer.storage.file;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Gives mapped memory back at once, where the Java platform lets a library do that; elsewhere the
 * garbage collector does, in its time, and a deleted file keeps its place on the disk until then.
 */
final class Unmapping {

  private static final Optional<MethodHandle> INVOKE_CLEANER = find();

  private Unmapping() {}

  private static Optional<MethodHandle> find() {
    try {
      Class<?> unsafe = Class.forName("sun.misc.Unsafe");
      Field instance = unsafe.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      return Optional.of(MethodHandles.lookup()
          .findVirtual(unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
          .bindTo(instance.get(null)));
    } catch (ReflectiveOperationException | RuntimeException notHere) {
      return Optional.empty();
    }
  }

  /** Unmaps a buffer that nobody reads now or later. */
  static void of(ByteBuffer memory) {
    if (INVOKE_CLEANER.isPresent()) {
      try {
        INVOKE_CLEANER.get().invoke(memory);
      } catch (Throwable impossible) {
        throw new IllegalStateException("A mapped buffer could not be unmapped.", impossible);
      }
    }
  }
}
