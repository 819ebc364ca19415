package dev.coffer.storage.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file of the machine's own file system, by {@link RandomAccessFile}: a {@code FileChannel} would
 * be closed for everybody by the interrupt of one caller. Most reads go through mapped memory, and
 * syncs through an {@link AsynchronousFileChannel}, which does them in the calling thread without
 * being interruptible, and leaves out what nobody reads, as times (fdatasync). Where a mapped file
 * can be neither cut nor replaced (Windows) there is neither.
 */
final class LocalFile implements LogFile {

  private final Path path;
  private final RandomAccessFile file;
  private final @Nullable MappedReads mapped;
  private final @Nullable AsynchronousFileChannel syncs;

  /** Held from a seek to what is done there; a lock, since a monitor would pin virtual threads. */
  private final ReentrantLock position = new ReentrantLock();

  LocalFile(Path path, boolean writable) throws IOException {
    this.path = path;
    boolean isPosix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    this.file = new RandomAccessFile(path.toFile(), writable ? "rw" : "r");
    this.mapped = isPosix ? new MappedReads(file) : null;
    this.syncs = isPosix && writable ? openForSyncs(path, file) : null;
  }

  private static AsynchronousFileChannel openForSyncs(Path path, RandomAccessFile file)
      throws IOException {
    try {
      return AsynchronousFileChannel.open(
          path, Set.of(StandardOpenOption.WRITE), new CallingThread());
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
    if (syncs != null) {
      syncs.force(false);
    } else {
      file.getFD().sync();
    }
  }

  @Override
  public void close() throws IOException {
    // Not while somebody reads: the system may have given the descriptor to another file by then.
    position.lock();
    try (file;
        syncs;
        mapped) {
    } finally {
      position.unlock();
    }
  }
}
