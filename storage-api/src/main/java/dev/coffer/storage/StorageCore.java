package dev.coffer.storage;

import dev.coffer.storage.spi.StorageBackend;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The parts of an open storage that all its scopes share, and its life: calls run side by side, and
 * closing waits for those under way, so that neither backend nor keys are used during or after
 * their close.
 */
final class StorageCore {

  private final StorageBackend backend;
  private final RecordCodec codec;
  private final InstantSource clock;
  private final Supplier<Version> versions;

  /**
   * Read-held by each call, write-held by the close. Neither is interruptible: an interrupted
   * caller keeps its flag.
   */
  private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();

  private boolean closed;

  StorageCore(
      StorageBackend backend, RecordCodec codec, InstantSource clock, Supplier<Version> versions) {
    this.backend = backend;
    this.codec = codec;
    this.clock = clock;
    this.versions = versions;
  }

  /** Runs a call while the storage is open. */
  <T> T call(Function<StorageCore, T> body) {
    life.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("The storage is closed.");
      }
      return body.apply(this);
    } finally {
      life.readLock().unlock();
    }
  }

  StorageBackend backend() {
    return backend;
  }

  RecordCodec codec() {
    return codec;
  }

  /** The time, in milliseconds since 1970-01-01T00:00Z. */
  long now() {
    return clock.instant().toEpochMilli();
  }

  /** A version that no write has had. */
  Version newVersion() {
    return versions.get();
  }

  void close() {
    if (life.getReadHoldCount() > 0) {
      throw new IllegalStateException("The storage cannot be closed from within one of its calls.");
    }
    life.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      try {
        codec.close();
      } finally {
        backend.close();
      }
    } finally {
      life.writeLock().unlock();
    }
  }
}
