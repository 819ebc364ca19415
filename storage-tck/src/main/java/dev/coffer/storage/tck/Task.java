package dev.coffer.storage.tck;

import dev.coffer.storage.spi.StorageBackend;

/** What a rule has another process do at its place. */
enum Task {
  /** Puts what {@link KillRules} asks for. */
  PUT_ONCE,
  /** Puts, replaces and removes what {@link KillRules} asks for. */
  REMOVE_ONCE,
  /** Writes a {@link Script} from some step on, without an end. */
  WRITE,
  /** Expects the same of some records as the rule does at the same time. */
  CLAIM,
  /** Counts in a record, together with the rule. */
  COUNT,
  /** Looks for what the rule has written, and answers in writing. */
  FOLLOW,
  /** Writes until it is refused, and reads then. */
  FILL_AND_READ,
  /** Writes until it is refused, and writes on. */
  FILL_AND_WRITE,
  /** Writes until it is refused, and removes then. */
  FILL_AND_REMOVE;

  /**
   * Opens the place and does the task there, then waits for the end, which is not an orderly one:
   * nothing is closed.
   */
  void run(StorageBackendContract contract, Place place, Wire wire) {
    try {
      work(Bench.open(contract, place), wire);
    } catch (AssertionError found) {
      wire.fail(String.valueOf(found.getMessage()));
    } catch (RuntimeException failure) {
      wire.fail("expected no exception, seen " + failure);
    }
    wire.hear();
  }

  private void work(StorageBackend backend, Wire wire) {
    switch (this) {
      case PUT_ONCE -> KillRules.putOnce(backend, wire);
      case REMOVE_ONCE -> KillRules.removeOnce(backend, wire);
      case WRITE -> Script.write(backend, wire);
      case CLAIM -> ProcessRules.claim(backend, wire);
      case COUNT -> ProcessRules.count(backend, wire);
      case FOLLOW -> ProcessRules.follow(backend, wire);
      case FILL_AND_READ -> FullDisk.read(backend, wire);
      case FILL_AND_WRITE -> FullDisk.write(backend, wire);
      case FILL_AND_REMOVE -> FullDisk.remove(backend, wire);
    }
  }
}
