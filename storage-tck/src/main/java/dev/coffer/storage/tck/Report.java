package dev.coffer.storage.tck;

import dev.coffer.storage.Guarantee;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of a run of the kit.
 *
 * @param subject what was tested
 * @param results of the rules that ran, in that order
 * @param missing the rules that apply and did not run
 */
record Report(
    String subject,
    long seed,
    Instant started,
    Duration elapsed,
    List<Result> results,
    List<Rule> missing,
    List<Promise> promises,
    List<Deviation> deviations) {

  /** Whether a backend is compatible: every rule ran, none failed, none deviated. */
  enum Verdict {
    COMPATIBLE,
    NOT_COMPATIBLE,
    /** No rule failed or deviated, but some did not run, as when a test runner is told to. */
    INCOMPLETE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * A guarantee: what the author declares, what the backend says, and what the rules have seen.
   *
   * @param said empty if no backend could be opened
   * @param rules how many rules that need it have run
   * @param refutedBy the first rule that found it not to hold
   */
  record Promise(
      Guarantee guarantee,
      boolean declared,
      Optional<Boolean> said,
      int rules,
      Optional<Result> refutedBy) {

    /** In a word or two: what was observed. */
    String observed() {
      if (refutedBy.isPresent()) {
        return "no: " + refutedBy.get().rule().id();
      }
      return rules == 0 ? "not tried" : "yes: " + rules + " rules";
    }
  }

  Verdict verdict() {
    if (results.stream().anyMatch(result -> result.failed() || result.deviated())) {
      return Verdict.NOT_COMPATIBLE;
    }
    return missing.isEmpty() ? Verdict.COMPATIBLE : Verdict.INCOMPLETE;
  }

  /** The results that count, of one family. */
  List<Result> of(Family family) {
    return results.stream()
        .filter(result -> result.stance() != Stance.PROBE)
        .filter(result -> Family.of(result.rule().id()) == family)
        .toList();
  }

  /** The rules that apply and have failed. */
  List<Result> failed() {
    return results.stream().filter(Result::failed).toList();
  }
}
