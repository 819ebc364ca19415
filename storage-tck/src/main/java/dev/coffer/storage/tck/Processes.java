package dev.coffer.storage.tck;

/** Where a rule gets other processes from: from the system, but for the kit's own tests. */
interface Processes {

  /**
   * Starts a process that opens the backend at a place and then does a task there.
   *
   * @param limited whether its files may not grow beyond about 2 MiB, as if the disk were full
   */
  OtherProcess start(StorageBackendContract contract, Place place, Task task, boolean limited);
}
