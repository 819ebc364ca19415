package dev.coffer.storage.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a file through memory that it is mapped into, piece by piece: a read copies and asks the
 * system for nothing, and several threads read at once. What cannot be read this way is left to the
 * caller: what lies where the file was not mapped yet or has been cut, and what fails.
 *
 * <p>Thread-safe.
 */
final class MappedReads implements Closeable {

  private static final int PIECE_BITS = 28;
  private static final long PIECE = 1L << PIECE_BITS;

  /** So many reads behind what is mapped make it worth to map again, if the file has grown. */
  private static final int MISSES_BEFORE_MAPPING = 64;

  private final RandomAccessFile file;
  private final ReentrantLock mapping = new ReentrantLock();
  private final LongAdder misses = new LongAdder();

  private volatile Piece[] pieces = {};
  private boolean closed;

  MappedReads(RandomAccessFile file) {
    this.file = file;
  }

  /**
   * Fills {@code target}, which is new, from {@code from} on; false if it is to be read in another
   * way.
   */
  boolean read(long from, byte[] target) {
    Piece[] seen = pieces;
    int index = (int) (from >>> PIECE_BITS);
    if (index < seen.length && seen[index].read(from & (PIECE - 1), target)) {
      return true;
    }
    misses.increment();
    return false;
  }

  /** Maps what the file has grown by, if reads have missed it. */
  void growIfMissed() throws IOException {
    if (misses.sum() < MISSES_BEFORE_MAPPING || !mapping.tryLock()) {
      return;
    }
    try {
      misses.reset();
      if (!closed) {
        mapUpTo(file.length());
      }
    } finally {
      mapping.unlock();
    }
  }

  private void mapUpTo(long length) throws IOException {
    Piece[] before = pieces;
    int count = (int) ((length + PIECE - 1) >>> PIECE_BITS);
    Piece[] after = Arrays.copyOf(before, count);
    for (int i = 0; i < count; i++) {
      long size = Math.min(PIECE, length - i * PIECE);
      if (i >= before.length || before[i].size() != size) {
        after[i] = new Piece(map(i * PIECE, size));
      }
    }
    pieces = after;
    retireOthers(before, after);
  }

  /**
   * Maps in a thread that nobody knows: an interrupt of this one would close the file's channel,
   * and the file with it, for everybody.
   */
  private MappedMemory map(long from, long size) throws IOException {
    Mapping work = new Mapping(file, from, size);
    Thread thread = new Thread(null, work, "coffer-mapper", 0, false);
    thread.start();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException putOff) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return work.result();
  }

  private static final class Mapping implements Runnable {

    private final RandomAccessFile file;
    private final long from;
    private final long size;
    private @Nullable MappedMemory mapped;
    private @Nullable IOException failure;

    private Mapping(RandomAccessFile file, long from, long size) {
      this.file = file;
      this.from = from;
      this.size = size;
    }

    @Override
    public void run() {
      try {
        mapped = MappedMemory.of(file.getChannel(), from, size);
      } catch (IOException failed) {
        failure = failed;
      }
    }

    private MappedMemory result() throws IOException {
      MappedMemory memory = mapped;
      if (memory == null) {
        throw failure != null ? failure : new IOException("The file was not mapped.");
      }
      return memory;
    }
  }

  /** Lets go of everything; called before the file is cut, and when it is closed. */
  void release() {
    mapping.lock();
    try {
      Piece[] before = pieces;
      pieces = new Piece[0];
      retireOthers(before, pieces);
    } finally {
      mapping.unlock();
    }
  }

  private static void retireOthers(Piece[] before, Piece[] after) {
    for (int i = 0; i < before.length; i++) {
      if (i >= after.length || before[i] != after[i]) {
        before[i].retire();
      }
    }
  }

  @Override
  public void close() {
    mapping.lock();
    try {
      closed = true;
      release();
    } finally {
      mapping.unlock();
    }
  }

  /** One mapped piece, and who is reading it. */
  private static final class Piece {

    private final MappedMemory memory;
    private final LongAdder entered = new LongAdder();
    private final LongAdder left = new LongAdder();
    private volatile boolean retired;

    private Piece(MappedMemory memory) {
      this.memory = memory;
    }

    private long size() {
      return memory.buffer().capacity();
    }

    private boolean read(long from, byte[] target) {
      if (from + target.length > memory.buffer().capacity()) {
        return false;
      }
      entered.increment();
      try {
        if (retired) {
          return false;
        }
        memory.buffer().get((int) from, target);
        return true;
      } catch (InternalError cutOrFailed) {
        // The Java platform's answer to a page that is not there any more, or cannot be read.
        return false;
      } finally {
        left.increment();
      }
    }

    /** Gives the memory back when its last reader has left; who comes now does not enter. */
    private void retire() {
      retired = true;
      // In this order: a reader that is counted as entered and not as left is waited for.
      while (left.sum() != entered.sum()) {
        Thread.onSpinWait();
      }
      memory.giveBack();
    }
  }
}
