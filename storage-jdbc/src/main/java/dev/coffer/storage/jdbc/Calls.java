package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageUnavailableException;
import java.util.concurrent.Callable;

/** Where the work of a call is done, so that interrupts of the caller do it no harm. */
interface Calls extends AutoCloseable {

  /**
   * What {@code work} returns or throws; it throws no checked exception. An interrupted caller gets
   * it too, and keeps its flag.
   *
   * @throws StorageUnavailableException if its turn did not come; it will not run then
   */
  <T> T call(Callable<T> work);

  @Override
  void close();
}
