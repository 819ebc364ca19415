package dev.coffer.storage.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file of the machine's own file system, by {@link RandomAccessFile}: a channel would be closed
 * for everybody by the interrupt of one caller.
 */
final class LocalFile implements LogFile {

  private final Path path;
  private final RandomAccessFile file;

  /** Held from a seek to what is done there; a lock, since a monitor would pin virtual threads. */
  private final ReentrantLock position = new ReentrantLock();

  LocalFile(Path path, boolean writable) throws IOException {
    this.path = path;
    this.file = new RandomAccessFile(path.toFile(), writable ? "rw" : "r");
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
    file.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
