package dev.coffer.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The least that durable puts of many threads can cost: the first that comes writes and syncs what
 * all have brought by then, while the next ones gather. Nothing is encrypted, indexed or checked.
 * Thread-safe.
 */
final class SharedSync implements Store {

  private static final int ROOM = 64 << 20;
  private static final int MOST_AT_ONCE = 256;

  private final FileChannel file;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition turned = lock.newCondition();

  /** What has gathered for the next turn; the other one is being written. */
  private ByteBuffer gathering = ByteBuffer.allocateDirect(MOST_AT_ONCE * RawLog.RECORD_LENGTH);

  private ByteBuffer writing = ByteBuffer.allocateDirect(MOST_AT_ONCE * RawLog.RECORD_LENGTH);
  private long turn;
  private long done = -1;
  private boolean busy;
  private long end;

  private SharedSync(FileChannel file) {
    this.file = file;
  }

  static SharedSync create(Path directory) throws IOException {
    FileChannel file = FileChannel.open(
        directory.resolve("raw-shared"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
    for (long at = 0; at < ROOM; at += zeros.capacity()) {
      file.write(zeros.clear(), at);
    }
    file.force(true);
    return new SharedSync(file);
  }

  @Override
  public String name() {
    return "raw, shared sync";
  }

  @Override
  public void fill(int entries) {}

  @Override
  public void put(int entry, byte[] value) throws IOException {
    lock.lock();
    try {
      gathering.put(value).put(new byte[RawLog.RECORD_LENGTH - value.length]);
      long mine = turn;
      while (done < mine && busy) {
        turned.awaitUninterruptibly();
      }
      if (done < mine) {
        writeTurn(mine);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes what has gathered. The lock is held at the beginning and at the end, not in between. */
  private void writeTurn(long mine) throws IOException {
    busy = true;
    turn++;
    ByteBuffer batch = gathering.flip();
    gathering = writing.clear();
    writing = batch;
    lock.unlock();
    try {
      if (end + batch.remaining() > ROOM) {
        end = 0;
      }
      while (batch.hasRemaining()) {
        end += file.write(batch, end);
      }
      file.force(false);
    } finally {
      lock.lock();
      busy = false;
    }
    done = mine;
    turned.signalAll();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
