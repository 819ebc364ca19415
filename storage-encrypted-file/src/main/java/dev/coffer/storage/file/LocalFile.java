package dev.coffer.storage.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file of the machine's own file system. A {@code FileChannel} would be closed for everybody by
 * the interrupt of one caller. So it is written by a {@link RandomAccessFile}, and read and synced
 * by an {@link AsynchronousFileChannel} that does what it is asked for in the calling thread: by
 * position, so that several read at once, and without the times of the file, which nobody reads
 * (fdatasync). Where there is such a thing, most reads go through mapped memory. Windows, where a
 * mapped file can be neither cut nor replaced, makes do with the first.
 */
final class LocalFile implements LogFile {

  private final Path path;
  private final RandomAccessFile file;
  private final @Nullable MappedReads mapped;
  private final @Nullable AsynchronousFileChannel channel;

  /** Held from a seek to what is done there; a lock, since a monitor would pin virtual threads. */
  private final ReentrantLock position = new ReentrantLock();

  LocalFile(Path path, boolean writable) throws IOException {
    this.path = path;
    boolean isPosix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    this.file = new RandomAccessFile(path.toFile(), writable ? "rw" : "r");
    this.channel = isPosix ? openChannel(path, writable, file) : null;
    this.mapped = isPosix && MappedMemory.isToBeHad() ? new MappedReads(file) : null;
  }

  private static AsynchronousFileChannel openChannel(
      Path path, boolean writable, RandomAccessFile file) throws IOException {
    Set<StandardOpenOption> options = writable
        ? EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
        : EnumSet.of(StandardOpenOption.READ);
    try {
      return AsynchronousFileChannel.open(path, options, new CallingThread());
    } catch (IOException | RuntimeException failure) {
      try (file) {
        throw failure;
      }
    }
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public long length() throws IOException {
    return file.length();
  }

  @Override
  public int read(long from, byte[] target) throws IOException {
    if (mapped != null) {
      if (mapped.read(from, target)) {
        return target.length;
      }
      mapped.growIfMissed();
    }
    return channel != null ? readAt(channel, from, target) : seekAndRead(from, target);
  }

  private static int readAt(AsynchronousFileChannel channel, long from, byte[] target)
      throws IOException {
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

  private int seekAndRead(long from, byte[] target) throws IOException {
    position.lock();
    try {
      file.seek(from);
      int total = 0;
      while (total < target.length) {
        int count = file.read(target, total, target.length - total);
        if (count < 0) {
          break;
        }
        total += count;
      }
      return total;
    } finally {
      position.unlock();
    }
  }

  @Override
  public void write(long from, byte[] bytes) throws IOException {
    position.lock();
    try {
      file.seek(from);
      file.write(bytes);
    } finally {
      position.unlock();
    }
  }

  @Override
  public void truncate(long length) throws IOException {
    if (mapped != null) {
      mapped.release();
    }
    position.lock();
    try {
      file.setLength(length);
    } finally {
      position.unlock();
    }
  }

  @Override
  public void sync() throws IOException {
    if (channel != null) {
      channel.force(false);
    } else {
      file.getFD().sync();
    }
  }

  @Override
  public void close() throws IOException {
    // Not while somebody reads: the system may have given the descriptor to another file by then.
    position.lock();
    try (file;
        channel;
        mapped) {
    } finally {
      position.unlock();
    }
  }
}
