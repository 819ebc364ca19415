package dev.coffer.storage.crypto;

/** Hears how far a resealing is, after each of its steps; what it throws ends the run. */
@FunctionalInterface
public interface ResealListener {

  /** Hears of a step. */
  void progressed(ResealProgress progress);
}
