package dev.coffer.storage.file;

import java.io.IOException;
import java.nio.file.Path;

/** A file system as a store needs it; tests put failures in between. Thread-safe. */
interface Disk {

  /**
   * Opens a file that is there.
   *
   * @throws java.nio.file.NoSuchFileException if it is not
   */
  LogFile open(Path path, boolean writable) throws IOException;

  /**
   * Makes a file that only its owner can read and write, from its first moment on.
   *
   * @throws java.nio.file.FileAlreadyExistsException if something is there
   */
  LogFile create(Path path) throws IOException;

  /**
   * Gives a draft its name in one step; durable on return. Whoever calls this holds the lock of
   * {@code name}.
   *
   * @throws java.nio.file.FileAlreadyExistsException if something has that name; it is left alone,
   *     and so is the draft
   */
  void publish(Path draft, Path name) throws IOException;

  /**
   * Gives a draft the name of a file that is there, in one step: whoever opens the name gets either
   * of them, whole. Not durable before {@link #syncDirectoryOf}. Whoever calls this holds the lock
   * of {@code name}.
   */
  void replace(Path draft, Path name) throws IOException;

  /** Makes what names a file has durable. After a failure nobody knows which it will have. */
  void syncDirectoryOf(Path file) throws IOException;

  /**
   * What tells the file that {@code path} now leads to from another one put in its place, as long
   * as the first is open.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  Object identity(Path path) throws IOException;
}
