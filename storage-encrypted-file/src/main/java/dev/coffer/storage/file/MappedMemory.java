package dev.coffer.storage.file;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A part of a file that is mapped into memory, to be read, until it is given back: in an arena (JEP
 * 454), which Java has from 22 on. Before, memory could not be given back by anybody but the
 * garbage collector, and what is wrong with a page was told to whoever came later.
 */
final class MappedMemory {

  private static final int FIRST_WITH_ARENAS = 22;

  private final ByteBuffer buffer;
  private final GivingBack givingBack;

  private interface GivingBack {
    void run() throws ReflectiveOperationException;
  }

  private MappedMemory(ByteBuffer buffer, GivingBack givingBack) {
    this.buffer = buffer;
    this.givingBack = givingBack;
  }

  /** Whether this Java has what it takes. */
  static boolean isToBeHad() {
    return Runtime.version().feature() >= FIRST_WITH_ARENAS;
  }

  static MappedMemory of(FileChannel channel, long from, long size) throws IOException {
    try {
      return inArena(channel, from, size);
    } catch (InvocationTargetException failed) {
      if (failed.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException("The file was not mapped.", failed.getCause());
    } catch (ReflectiveOperationException unknownJava) {
      throw new IOException("This Java maps no files in an arena.", unknownJava);
    }
  }

  private static MappedMemory inArena(FileChannel channel, long from, long size)
      throws ReflectiveOperationException {
    Class<?> arenas = Class.forName("java.lang.foreign.Arena");
    Object arena = arenas.getMethod("ofShared").invoke(null);
    Method map = FileChannel.class.getMethod(
        "map", FileChannel.MapMode.class, long.class, long.class, arenas);
    Object segment = map.invoke(channel, FileChannel.MapMode.READ_ONLY, from, size, arena);
    Method asByteBuffer =
        Class.forName("java.lang.foreign.MemorySegment").getMethod("asByteBuffer");
    return new MappedMemory((ByteBuffer) asByteBuffer.invoke(segment), () -> {
      arenas.getMethod("close").invoke(arena);
    });
  }

  /** The bytes, by their index. */
  ByteBuffer buffer() {
    return buffer;
  }

  /** Gives the memory back. The caller knows that nobody reads it, now or later. */
  void giveBack() {
    try {
      givingBack.run();
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException("Mapped memory could not be given back.", failure);
    }
  }
}
