package dev.coffer.storage.tck;

/** What a run of a rule is for. */
enum Stance {
  /** The rule must hold. */
  REQUIRED(""),
  /** The author says that it does not hold, so it must fail. */
  DEVIATION(" [a declared deviation: it must fail]"),
  /** It is for a guarantee that is not declared: what comes of it is reported, and counts not. */
  PROBE(" [a probe: the guarantee is not declared]");

  private final String note;

  Stance(String note) {
    this.note = note;
  }

  /** What is added to a rule's name where it is run. */
  String note() {
    return note;
  }
}
