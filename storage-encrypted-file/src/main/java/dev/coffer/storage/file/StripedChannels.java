package dev.coffer.storage.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Several channels of one file, which do what they are asked for in the calling thread, and which
 * no interrupt closes. They read by position, so that several threads read at once; and since each
 * channel counts who is in it, at a place in memory that all of them would write to, threads are
 * spread over the channels.
 *
 * <p>Thread-safe.
 */
final class StripedChannels implements Closeable {

  /** Threads are numbered as they come, so that twice the processors seldom share a channel. */
  private static final int COUNT =
      Integer.highestOneBit(Math.min(8, 2 * Runtime.getRuntime().availableProcessors()));

  private final List<AsynchronousFileChannel> channels = new ArrayList<>(COUNT);

  /**
   * Opens what {@code path} leads to; the caller sees to it that this is one file all the while.
   */
  StripedChannels(Path path, boolean writable) throws IOException {
    Set<StandardOpenOption> options = writable
        ? EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
        : EnumSet.of(StandardOpenOption.READ);
    try {
      for (int i = 0; i < COUNT; i++) {
        channels.add(AsynchronousFileChannel.open(path, options, new CallingThread()));
      }
    } catch (IOException | RuntimeException failure) {
      try (this) {
        throw failure;
      }
    }
  }

  /** Reads into the whole of {@code target}, or up to the end of the file; how much that was. */
  int read(long from, byte[] target) throws IOException {
    AsynchronousFileChannel channel =
        channels.get((int) Thread.currentThread().getId() & (COUNT - 1));
    ByteBuffer buffer = ByteBuffer.wrap(target);
    try {
      while (buffer.hasRemaining()) {
        // It is done when the call returns: nothing is waited for that could be interrupted.
        if (channel.read(buffer, from + buffer.position()).get() < 0) {
          break;
        }
      }
      return buffer.position();
    } catch (ExecutionException failed) {
      throw new IOException("The file cannot be read.", failed.getCause());
    } catch (InterruptedException impossible) {
      throw new IllegalStateException("A finished read was waited for.", impossible);
    }
  }

  /**
   * Syncs the file's bytes and length, but not its times, which nobody reads (fdatasync). Always
   * through the same channel: the system tells each of an earlier failure once.
   */
  void sync() throws IOException {
    channels.get(0).force(false);
  }

  /** Returns when nobody reads any more. */
  @Override
  public void close() throws IOException {
    close(new ArrayDeque<>(channels));
  }

  /** All are closed, whatever becomes of one. */
  private static void close(Deque<AsynchronousFileChannel> open) throws IOException {
    AsynchronousFileChannel next = open.poll();
    if (next != null) {
      try (next) {
        close(open);
      }
    }
  }
}
