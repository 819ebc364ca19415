package dev.coffer.storage.tck;

import java.util.Comparator;

/** What rules are about; their ids begin with one of a family's prefixes. */
enum Family {
  RECORDS("Records", "REC"),
  EXPECTATIONS("Expectations", "EXP", "RACE"),
  BATCHES("Batches", "BAT"),
  SCAN("Scan", "SCAN", "PAGE"),
  REMOVAL("Removal", "REM"),
  FACADE("Facade", "FAC", "LIM", "LIST", "FAIL"),
  LIFE("Life", "LIFE", "DUR", "SHR", "KILL", "PROC", "IO"),
  SEALING("Sealing and secrecy", "SEAL", "RING", "RESEAL", "SEC"),
  LOADING("Loading", "LOAD", "OPT", "KEY"),
  CONCURRENCY("Concurrency", "LIN");

  /** By family, within it by prefix, and then by number. */
  static final Comparator<String> BY_FAMILY = Comparator.comparing((String id) -> of(id))
      .thenComparing(id -> of(id).positionOf(id))
      .thenComparing(Comparator.naturalOrder());

  private final String title;
  // Not a list: an enum should be seen to be immutable.
  private final String prefixes;

  Family(String title, String... prefixes) {
    this.title = title;
    this.prefixes = " " + String.join(" ", prefixes) + " ";
  }

  /** The family of a rule, by its id. */
  static Family of(String ruleId) {
    for (Family family : values()) {
      if (family.has(ruleId)) {
        return family;
      }
    }
    throw new IllegalArgumentException("Rule " + ruleId + " belongs to no family.");
  }

  private boolean has(String ruleId) {
    return positionOf(ruleId) >= 0;
  }

  private int positionOf(String ruleId) {
    String prefix = ruleId.substring(ruleId.indexOf('-') + 1, ruleId.lastIndexOf('-'));
    return prefixes.indexOf(" " + prefix + " ");
  }

  /** As tables show it. */
  String title() {
    return title;
  }
}
