package dev.coffer.storage.tck;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit passes what is right, and finds what is wrong by the rules that are meant to. */
class KitTest {

  @Test
  void aCorrectBackendPassesEveryRule() {
    Verdict verdict = Verdict.on(Candidates.CORRECT);

    assertThat(verdict.failed()).isEmpty();
    assertThat(verdict.notJudged()).isZero();
    assertThat(verdict.ran()).isEqualTo(allRules());
  }

  @Test
  void everyRuleIsHitByABrokenBackend() {
    Set<String> missed = allRules();
    Candidates.broken().forEach(candidate -> missed.removeAll(candidate.rules()));

    assertThat(missed).isEmpty();
  }

  @Nested
  class Records extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenRecords.ALL;
    }
  }

  @Nested
  class Visibility extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenVisibility.ALL;
    }
  }

  @Nested
  class Paths extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenPaths.ALL;
    }
  }

  @Nested
  class Expectations extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenExpectations.ALL;
    }
  }

  @Nested
  class Races extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenRaces.ALL;
    }
  }

  @Nested
  class Concurrency extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenConcurrency.ALL;
    }
  }

  @Nested
  class Batches extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenBatches.ALL;
    }
  }

  @Nested
  class MixedBatches extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenMixedBatches.ALL;
    }
  }

  @Nested
  class BatchVisibility extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenBatchVisibility.ALL;
    }
  }

  @Nested
  class Scans extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenScans.ALL;
    }
  }

  @Nested
  class Pages extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenPages.ALL;
    }
  }

  @Nested
  class Removals extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenRemovals.ALL;
    }
  }

  @Nested
  class Purges extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenPurges.ALL;
    }
  }

  @Nested
  class Lives extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenLives.ALL;
    }
  }

  @Nested
  class Crowds extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenCrowds.ALL;
    }
  }

  @Nested
  class Openings extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenOpenings.ALL;
    }
  }

  @Nested
  class Processes extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenProcesses.ALL;
    }

    @Test
    void aCorrectBackendPassesWhereItsPlaceBreaksDown() {
      assertThat(Verdict.on(Candidates.BREAKING_DOWN).failed()).isEmpty();
    }
  }

  @Nested
  class Sealings extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenSealings.ALL;
    }
  }

  @Nested
  class Keyrings extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenKeyrings.ALL;
    }
  }

  @Nested
  class Secrecies extends Found {
    @Override
    List<Candidate> broken() {
      return BrokenSecrecies.ALL;
    }
  }

  /** One family of broken backends, each of which is found by the rules that it names. */
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  @Execution(ExecutionMode.CONCURRENT)
  @Tag("once")
  abstract static class Found {

    /** Threads meet as the machine lets them: a race that is not lost in one run is in another. */
    private static final int RUNS = 30;

    abstract List<Candidate> broken();

    @ParameterizedTest
    @MethodSource("broken")
    void byTheRulesItNames(Candidate candidate) {
      Set<String> sought = candidate.named(allRules());
      Set<String> judging = allRules();
      judging.removeAll(racingRules());
      judging.addAll(sought);

      Verdict verdict = Verdict.on(candidate, judging);
      assertThat(verdict.notJudged()).isZero();
      assertThat(verdict.ran()).isEqualTo(judging);
      Map<String, String> failed = verdict.failed();
      for (int run = 1; run < RUNS && !failed.keySet().containsAll(sought); run++) {
        Set<String> missed = new TreeSet<>(sought);
        missed.removeAll(failed.keySet());
        failed.putAll(Verdict.on(candidate, missed).failed());
      }

      Set<String> unnamed = new TreeSet<>(failed.keySet());
      unnamed.removeAll(sought);
      assertThat(failed).as("%s", candidate).containsKeys(sought.toArray(String[]::new));
      assertThat(unnamed).as("what else finds '%s'", candidate).isEmpty();
      assertThat(failed)
          .allSatisfy((rule, message) -> assertThat(message)
              .startsWith(rule + ": ")
              .contains("expected", "seen")
              .doesNotContain("NullPointerException"));
    }
  }

  private static Set<String> allRules() {
    return rules(rule -> true);
  }

  private static Set<String> racingRules() {
    return rules(Rule::races);
  }

  private static Set<String> rules(Predicate<Rule> which) {
    return Catalogue.of(StorageBackendContract.class).rules().stream()
        .filter(which)
        .map(Rule::id)
        .collect(toCollection(TreeSet::new));
  }
}
