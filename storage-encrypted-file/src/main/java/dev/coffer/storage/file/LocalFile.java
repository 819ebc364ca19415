package dev.coffer.storage.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file of the machine's own file system. A {@code FileChannel} would be closed for everybody by
 * the interrupt of one caller. So it is written by a {@link RandomAccessFile}, and read and synced
 * by {@link StripedChannels}. On Windows, whose asynchronous channels need threads of their own,
 * the first does it all.
 */
final class LocalFile implements LogFile {

  private final Path path;
  private final RandomAccessFile file;
  private final @Nullable StripedChannels channels;

  /** Held from a seek to what is done there; a lock, since a monitor would pin virtual threads. */
  private final ReentrantLock position = new ReentrantLock();

  LocalFile(Path path, boolean writable) throws IOException {
    this.path = path;
    this.file = new RandomAccessFile(path.toFile(), writable ? "rw" : "r");
    this.channels = openChannels(path, writable, file);
  }

  private static @Nullable StripedChannels openChannels(
      Path path, boolean writable, RandomAccessFile file) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return null;
    }
    try {
      return new StripedChannels(path, writable);
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
    return channels != null ? channels.read(from, target) : seekAndRead(from, target);
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
    position.lock();
    try {
      file.setLength(length);
    } finally {
      position.unlock();
    }
  }

  @Override
  public void sync() throws IOException {
    if (channels != null) {
      channels.sync();
    } else {
      file.getFD().sync();
    }
  }

  @Override
  public void close() throws IOException {
    // Not while somebody reads: the system may have given the descriptor to another file by then.
    position.lock();
    try (file;
        channels) {
    } finally {
      position.unlock();
    }
  }
}
