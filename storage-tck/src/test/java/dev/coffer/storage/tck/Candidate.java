package dev.coffer.storage.tck;

import static java.util.stream.Collectors.toCollection;

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

  /** The rules that draw what threads do, and so may meet anything that is wrong, or not. */
  private static final String HISTORIES =
      "R-LIN-01 R-LIN-02 R-LIN-03 R-LIN-04 R-LIN-05 R-LIN-06 R-LIN-07";

  /** The rules in which threads race: they may find one that loses races, or miss it. */
  static final String RACES = String.join(
      " ",
      "R-BAT-10 R-BAT-11 R-BAT-12 R-BAT-13 R-BAT-14 R-BAT-17 R-FAC-15 R-LIFE-10 R-LIFE-11",
      "R-PAGE-11 R-RACE-01 R-RACE-02 R-RACE-03 R-RACE-04 R-RACE-05 R-RACE-06 R-RACE-07",
      "R-RACE-08 R-REM-06 R-REM-11 R-REM-12 R-SHR-02 R-SHR-03 R-SHR-04 R-SHR-05 R-SHR-08 R-SHR-09",
      "R-PROC-01 R-PROC-02 R-PROC-03 R-PROC-04 R-PROC-06",
      "R-RESEAL-05 R-RESEAL-06 R-RING-07 R-RING-08 R-RING-09");

  /** Makes the backend over the map that is its place. */
  interface Opener extends Function<NavigableMap<RecordId, StoredRecord>, StorageBackend> {}

  private final String name;
  private final Opener opener;
  private final Set<String> named;
  private final Set<String> races;
  private final boolean breaksDown;

  private Candidate(
      String name, Opener opener, Set<String> named, Set<String> races, boolean breaksDown) {
    this.name = name;
    this.opener = opener;
    this.named = named;
    this.races = races;
    this.breaksDown = breaksDown;
  }

  static Candidate correct(String name, Opener opener) {
    return new Candidate(name, opener, Set.of(), Set.of(), false);
  }

  /**
   * Wrong in the way that its name says: found by these rules, every time, and by no others but
   * those in which threads race, which may meet anything that is wrong.
   */
  static Candidate broken(String name, Opener opener, String... rules) {
    return new Candidate(name, opener, ids(rules), ids(HISTORIES, RACES), false);
  }

  /** The same, which these rules may find besides, as threads happen to meet. */
  Candidate perhaps(String... races) {
    return new Candidate(
        name, opener, named, ids(HISTORIES, RACES, String.join(" ", races)), breaksDown);
  }

  /** The same, but its author can break a place down, so that no disk need be full. */
  Candidate breakingDown() {
    return new Candidate(name + ", broken down", opener, named, races, true);
  }

  /** Whether its author can break a place down. */
  boolean breaksDown() {
    return breaksDown;
  }

  private static Set<String> ids(String... rules) {
    return Arrays.stream(rules)
        .flatMap(some -> Arrays.stream(some.split(" ", -1)))
        .collect(toCollection(TreeSet::new));
  }

  StorageBackend open(NavigableMap<RecordId, StoredRecord> place) {
    return opener.apply(place);
  }

  /** The rules that find it every time, given all rules. */
  Set<String> named(Set<String> all) {
    return named.contains(EVERY_RULE) ? all : named;
  }

  /** The rules that find what is wrong with it, and not just that all is. */
  Set<String> rules() {
    return named.contains(EVERY_RULE) ? Set.of() : named;
  }

  /** The rules that may find something besides. */
  Set<String> races() {
    return races;
  }

  @Override
  public String toString() {
    return name;
  }
}
