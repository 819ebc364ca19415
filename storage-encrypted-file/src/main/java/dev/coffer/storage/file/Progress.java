package dev.coffer.storage.file;

/** Takes word of how far a long piece of work has come. */
@FunctionalInterface
public interface Progress {

  /** For who does not want to know. */
  Progress NONE = (done, total) -> {};

  /**
   * So much is done of so much, in entries. It is called often, by the thread that works, and slows
   * the work down if it takes long.
   */
  void at(long done, long total);
}
