package dev.coffer.storage.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An open file as a log needs it. No method is hurt by an interrupt of the calling thread.
 *
 * <p>Thread-safe.
 */
interface LogFile extends Closeable {

  /** Where it was when it was opened. */
  Path path();

  long length() throws IOException;

  /**
   * Reads from {@code position} into the whole of {@code target}, a new array, or up to the end of
   * the file.
   *
   * @return how many bytes were read; 0 at the end of the file or behind it
   */
  int read(long position, byte[] target) throws IOException;

  /** Writes all of {@code bytes} at {@code position}, or fails with any part of them written. */
  void write(long position, byte[] bytes) throws IOException;

  /** Cuts the file at {@code length}. */
  void truncate(long length) throws IOException;

  /**
   * Returns when all that was written, and the length, is on disk. After a failure nobody knows
   * what is, and asking again proves nothing: the system may have forgotten what it could not
   * write.
   */
  void sync() throws IOException;
}
