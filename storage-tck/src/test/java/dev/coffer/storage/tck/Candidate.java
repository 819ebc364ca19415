package dev.coffer.storage.tck;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A backend for the kit to judge, and the rules that must find something: none, for a correct one.
 */
final class Candidate {

  /** For one that no rule can work with. */
  static final String EVERY_RULE = "every-rule";

  /** The rules in which threads race, and that may see a fault or miss it. */
  private static final String[] RACES = {
    "R-RACE-01 R-RACE-02 R-RACE-03 R-RACE-04 R-RACE-05 R-RACE-06 R-RACE-07 R-RACE-08",
    "R-FAC-15 R-BAT-10 R-BAT-11 R-BAT-12 R-BAT-13 R-BAT-14 R-BAT-17 R-PAGE-11 R-REC-17 R-LIFE-10",
    "R-REM-06 R-REM-11 R-REM-12 R-SHR-02 R-SHR-03 R-SHR-04 R-SHR-05",
    "R-LIN-01 R-LIN-02 R-LIN-03 R-LIN-04 R-LIN-05"
  };

  /** Makes the backend over the map that is its place. */
  interface Opener extends Function<NavigableMap<RecordId, StoredRecord>, StorageBackend> {}

  private final String name;
  private final Opener opener;
  private final Set<String> named;

  private Candidate(String name, Opener opener, Set<String> named) {
    this.name = name;
    this.opener = opener;
    this.named = named;
  }

  static Candidate correct(String name, Opener opener) {
    return new Candidate(name, opener, Set.of());
  }

  /**
   * Wrong in the way that its name says, found by these rules and by no others but {@link #races}.
   */
  static Candidate broken(String name, Opener opener, String... rules) {
    return new Candidate(name, opener, rules(rules));
  }

  private static Set<String> rules(String... rules) {
    Set<String> ids = new TreeSet<>();
    Arrays.stream(rules).forEach(rule -> ids.addAll(Arrays.asList(rule.split(" ", -1))));
    return ids;
  }

  StorageBackend open(NavigableMap<RecordId, StoredRecord> place) {
    return opener.apply(place);
  }

  /** The rules that are named, given all of them. */
  Set<String> named(Set<String> all) {
    return named.contains(EVERY_RULE) ? all : named;
  }

  /** Those of the named rules that find something every time, whatever threads do. */
  Set<String> certain(Set<String> all) {
    Set<String> certain = new TreeSet<>(named(all));
    if (!named.contains(EVERY_RULE)) {
      certain.removeAll(rules(RACES));
    }
    return certain;
  }

  /** The rules that may find something besides, as threads happen to meet. */
  Set<String> races() {
    return rules(RACES);
  }

  @Override
  public String toString() {
    return name;
  }
}
