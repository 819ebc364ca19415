package dev.coffer.storage.tck;

import dev.coffer.storage.Guarantee;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of the kit against one backend: what its author declares, and what has come of the rules
 * so far. Thread-safe.
 */
final class Run {

  private final Class<?> contract;
  private final Catalogue catalogue;
  private final long seed;
  private final Deadline deadline;
  private final Instant started;
  private final long startedNanos = System.nanoTime();
  private final List<Result> results = new ArrayList<>();
  private @Nullable Terms terms;
  private @Nullable Set<Guarantee> said;

  /** What the author declares. */
  private record Terms(String subject, Set<Guarantee> guarantees, List<Deviation> deviations) {}

  Run(Class<?> contract, long seed, Deadline deadline, Instant started) {
    this.contract = contract;
    this.catalogue = Catalogue.of(contract);
    this.seed = seed;
    this.deadline = deadline;
    this.started = started;
  }

  /** The seed of all random data. */
  long seed() {
    return seed;
  }

  /** By when each rule has to end. */
  Deadline deadline() {
    return deadline;
  }

  /**
   * How a rule is to be run; empty for one that needs a guarantee which is not declared, and which
   * another probe has found not to hold.
   *
   * @throws IllegalArgumentException if a deviation is from no rule, or from one that needs a
   *     guarantee which is not declared
   */
  synchronized Optional<Stance> stance(Rule rule, StorageBackendContract author) {
    Terms agreed = terms == null ? agree(author) : terms;
    terms = agreed;
    Set<Guarantee> undeclared = undeclared(rule, agreed);
    if (!undeclared.isEmpty()) {
      return undeclared.stream().anyMatch(guarantee -> refutation(guarantee).isPresent())
          ? Optional.empty()
          : Optional.of(Stance.PROBE);
    }
    boolean deviates =
        agreed.deviations.stream().anyMatch(deviation -> deviation.rule().equals(rule.id()));
    return Optional.of(deviates ? Stance.DEVIATION : Stance.REQUIRED);
  }

  /** What the author declares to be promised, as it was when the first rule was run. */
  synchronized Set<Guarantee> declared() {
    return terms == null ? Set.of() : Set.copyOf(terms.guarantees);
  }

  private Terms agree(StorageBackendContract author) {
    Set<Guarantee> guarantees = EnumSet.noneOf(Guarantee.class);
    guarantees.addAll(Objects.requireNonNull(author.guarantees(), "guarantees() answered null."));
    List<Deviation> deviations =
        List.copyOf(Objects.requireNonNull(author.deviations(), "deviations() answered null."));
    Terms agreed = new Terms(author.subject(), guarantees, deviations);
    for (Deviation deviation : deviations) {
      Rule rule = catalogue
          .find(deviation.rule())
          .orElseThrow(() -> new IllegalArgumentException("deviations() names " + deviation.rule()
              + ", which is none of the " + catalogue.rules().size() + " rules."));
      if (!undeclared(rule, agreed).isEmpty()) {
        throw new IllegalArgumentException("deviations() names " + rule.id()
            + ", which does not apply: it is for " + Arrays.toString(rule.needs())
            + ", and guarantees() declares " + guarantees + ".");
      }
    }
    return agreed;
  }

  private static Set<Guarantee> undeclared(Rule rule, Terms agreed) {
    Set<Guarantee> undeclared = EnumSet.noneOf(Guarantee.class);
    undeclared.addAll(Arrays.asList(rule.needs()));
    undeclared.removeAll(agreed.guarantees);
    return undeclared;
  }

  /** The rule that has found a guarantee not to hold. */
  private Optional<Result> refutation(Guarantee guarantee) {
    return results.stream()
        .filter(
            result -> !result.held() && Arrays.asList(result.rule().needs()).contains(guarantee))
        .findFirst();
  }

  /** Takes down what came of a rule. */
  synchronized void record(Result result) {
    results.add(result);
  }

  /** Takes down what a backend itself says that it guarantees; the first one is believed. */
  synchronized void said(Set<Guarantee> guarantees) {
    if (said == null) {
      said = Set.copyOf(guarantees);
    }
  }

  /** Everything so far. */
  synchronized Report report() {
    Terms agreed = terms == null ? new Terms(contract.getName(), Set.of(), List.of()) : terms;
    List<Rule> missing = catalogue.rules().stream()
        .filter(rule -> undeclared(rule, agreed).isEmpty())
        .filter(rule -> results.stream().noneMatch(result -> result.rule().id().equals(rule.id())))
        .toList();
    List<Report.Promise> promises = new ArrayList<>();
    for (Guarantee guarantee : List.of(Guarantee.DURABLE, Guarantee.SHARED)) {
      promises.add(new Report.Promise(
          guarantee,
          agreed.guarantees.contains(guarantee),
          Optional.ofNullable(said).map(all -> all.contains(guarantee)),
          (int) results.stream()
              .filter(result -> Arrays.asList(result.rule().needs()).contains(guarantee))
              .count(),
          refutation(guarantee)));
    }
    return new Report(
        agreed.subject,
        seed,
        started,
        Duration.ofNanos(System.nanoTime() - startedNanos),
        List.copyOf(results),
        missing,
        promises,
        agreed.deviations);
  }
}
