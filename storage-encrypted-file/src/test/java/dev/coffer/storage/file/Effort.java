package dev.coffer.storage.file;

/**
 * How much a proof by repetition does: a little in every build, as much as it takes with
 * {@code -Plong-proofs}.
 */
final class Effort {

  private static final boolean LONG = Boolean.getBoolean("coffer.long-proofs");

  private Effort() {}

  static int of(int inEveryBuild, int inTheLongRun) {
    return LONG ? inTheLongRun : inEveryBuild;
  }
}
