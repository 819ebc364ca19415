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

  /** Makes the backend over the map that is its place. */
  interface Opener extends Function<NavigableMap<RecordId, StoredRecord>, StorageBackend> {}

  private final String name;
  private final Opener opener;
  private final Set<String> named;
  private final boolean breaksDown;

  private Candidate(String name, Opener opener, Set<String> named, boolean breaksDown) {
    this.name = name;
    this.opener = opener;
    this.named = named;
    this.breaksDown = breaksDown;
  }

  static Candidate correct(String name, Opener opener) {
    return new Candidate(name, opener, Set.of(), false);
  }

  /**
   * Wrong in the way that its name says: found by these rules and by no others, but for those that
   * {@linkplain Rule#races race}, which may meet anything that is wrong, or miss it.
   */
  static Candidate broken(String name, Opener opener, String... rules) {
    return new Candidate(name, opener, ids(rules), false);
  }

  /** The same, but its author can break a place down, so that no disk need be full. */
  Candidate breakingDown() {
    return new Candidate(name + ", broken down", opener, named, true);
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

  @Override
  public String toString() {
    return name;
  }
}
