package dev.coffer.storage.tck;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** The kit passes what is right, and finds what is wrong by the rules that are meant to. */
class KitTest {

  @Test
  void aCorrectBackendPassesEveryRule() {
    Verdict verdict = Verdict.on(Candidates.CORRECT);

    assertThat(verdict.failed()).isEmpty();
    assertThat(verdict.notJudged()).isZero();
    assertThat(verdict.ran()).isEqualTo(allRules());
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aBrokenBackendIsFoundByTheRulesItNames(Candidate candidate) {
    Verdict verdict = Verdict.on(candidate);

    Set<String> found = verdict.failed().keySet();
    Set<String> unnamed = new TreeSet<>(found);
    unnamed.removeAll(candidate.named(allRules()));
    assertThat(found).containsAll(candidate.certain(allRules()));
    assertThat(found).containsAnyElementsOf(candidate.named(allRules()));
    assertThat(candidate.races()).containsAll(unnamed);
    assertThat(verdict.notJudged()).isZero();
    assertThat(verdict.ran()).isEqualTo(allRules());
    assertThat(verdict.failed())
        .allSatisfy((rule, message) -> assertThat(message)
            .startsWith(rule + ": ")
            .contains("expected", "seen")
            .doesNotContain("NullPointerException"));
  }

  static Stream<Candidate> broken() {
    return Candidates.broken();
  }

  private static Set<String> allRules() {
    return rules().map(Rule::id).collect(toCollection(TreeSet::new));
  }

  static Stream<Rule> rules() {
    return Arrays.stream(StorageBackendContract.class.getDeclaredClasses())
        .flatMap(family ->
            AnnotationSupport.findAnnotatedMethods(
                family, Rule.class, HierarchyTraversalMode.TOP_DOWN)
                .stream())
        .map(method -> method.getAnnotation(Rule.class));
  }
}
