package dev.coffer.storage.tck;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kit's rules for providers pass what is right, and find what is wrong. */
class ProviderKitTest {

  private static final List<Class<?>> FAMILIES = List.of(
      StorageProviderContract.Loading.class,
      StorageProviderContract.Options.class,
      StorageProviderContract.Keys.class);

  @ParameterizedTest
  @MethodSource("correct")
  void aCorrectProviderPassesEveryRule(ProviderCandidate candidate) {
    Verdict verdict = verdict(candidate);

    assertThat(verdict.failed()).isEmpty();
    assertThat(verdict.notJudged()).isZero();
    assertThat(verdict.ran()).isEqualTo(allRules());
  }

  static List<ProviderCandidate> correct() {
    return BrokenLoadings.CORRECT;
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aBrokenOneIsFoundByTheRulesThatItNames(ProviderCandidate candidate) {
    Verdict verdict = verdict(candidate);

    Set<String> unnamed = new TreeSet<>(verdict.failed().keySet());
    unnamed.removeAll(candidate.rules());
    unnamed.removeIf(ProviderKitTest::races);
    assertThat(verdict.failed().keySet()).containsAll(candidate.rules());
    assertThat(unnamed).as("what else finds '%s'", candidate).isEmpty();
    assertThat(verdict.notJudged()).isZero();
    assertThat(verdict.failed())
        .allSatisfy((rule, message) -> assertThat(message)
            .startsWith(rule + ": ")
            .contains("expected", "seen")
            .doesNotContain("NullPointerException"));
  }

  static List<ProviderCandidate> broken() {
    return Stream.of(BrokenLoadings.ALL, BrokenProviders.ALL)
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void everyRuleFindsABrokenOne() {
    Set<String> named = broken().stream()
        .flatMap(candidate -> candidate.rules().stream())
        .collect(toCollection(TreeSet::new));

    assertThat(named).isEqualTo(allRules());
  }

  private static Verdict verdict(ProviderCandidate candidate) {
    return Verdict.on(
        ProviderCandidateContract.class,
        FAMILIES,
        Map.of(ProviderCandidateContract.CANDIDATE, candidate.toString()));
  }

  private static Set<String> allRules() {
    Set<String> rules = new TreeSet<>(ids(StorageProviderContract.class));
    rules.removeAll(ids(StorageBackendContract.class));
    return rules;
  }

  private static boolean races(String ruleId) {
    return Catalogue.of(StorageProviderContract.class)
        .find(ruleId)
        .orElseThrow()
        .races();
  }

  private static List<String> ids(Class<?> contract) {
    return Catalogue.of(contract).rules().stream().map(Rule::id).toList();
  }
}
