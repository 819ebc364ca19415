package dev.coffer.storage;

/** Hears how far a copy is, after each of its steps; what it throws ends the run. */
@FunctionalInterface
public interface CopyListener {

  /** Hears of a step. */
  void progressed(CopyProgress progress);
}
