package dev.coffer.storage.tck;

import java.util.List;
import java.util.stream.Stream;

/**
 * The catalogue of backends that the kit is run against: one that is correct, many that are not.
 */
final class Candidates {

  static final Candidate CORRECT = Candidate.correct("correct", MapBackend::new);

  static final Candidate BREAKING_DOWN = CORRECT.breakingDown();

  private Candidates() {}

  static Stream<Candidate> broken() {
    return Stream.of(
            BrokenRecords.ALL,
            BrokenVisibility.ALL,
            BrokenExpectations.ALL,
            BrokenRaces.ALL,
            BrokenConcurrency.ALL,
            BrokenPaths.ALL,
            BrokenBatches.ALL,
            BrokenMixedBatches.ALL,
            BrokenBatchVisibility.ALL,
            BrokenScans.ALL,
            BrokenPages.ALL,
            BrokenRemovals.ALL,
            BrokenPurges.ALL,
            BrokenLives.ALL,
            BrokenCrowds.ALL,
            BrokenOpenings.ALL,
            BrokenProcesses.ALL,
            BrokenSealings.ALL,
            BrokenKeyrings.ALL,
            BrokenSecrecies.ALL)
        .flatMap(List::stream);
  }

  static Stream<Candidate> all() {
    return Stream.concat(Stream.of(CORRECT, BREAKING_DOWN), broken());
  }
}
