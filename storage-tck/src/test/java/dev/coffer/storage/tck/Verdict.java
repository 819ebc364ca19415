package dev.coffer.storage.tck;

import static java.util.stream.Collectors.toCollection;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.NestedMethodSelector;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What one run of the kit came to: which rules ran, and what those that failed have said. */
final class Verdict {

  /** The same data each time, so that chance finds no fault today that it misses tomorrow. */
  private static final String SEED = "20261123";

  private static final String FOLDER = "target/judged";

  private final EngineExecutionResults results;

  private Verdict(EngineExecutionResults results) {
    this.results = results;
  }

  static Verdict on(Candidate candidate) {
    return on(CandidateContract.class, config(candidate));
  }

  /** By some rules alone. */
  static Verdict on(Candidate candidate, Set<String> rules) {
    List<NestedMethodSelector> methods = new ArrayList<>();
    for (Class<?> family : Catalogue.families(CandidateContract.class)) {
      for (Method method : Catalogue.methods(family)) {
        if (rules.contains(method.getAnnotation(Rule.class).id())) {
          methods.add(selectNestedMethod(List.of(CandidateContract.class), family, method));
        }
      }
    }
    return on(methods, config(candidate));
  }

  private static Map<String, String> config(Candidate candidate) {
    return Map.of(CandidateContract.CANDIDATE, candidate.toString());
  }

  static Verdict on(Class<? extends StorageBackendContract> contract, Map<String, String> config) {
    return on(List.of(selectClass(contract)), config);
  }

  /** On some families of a contract alone. */
  static Verdict on(
      Class<? extends StorageBackendContract> contract,
      List<Class<?>> families,
      Map<String, String> config) {
    return on(
        families.stream()
            .map(family -> selectNestedClass(List.of(contract), family))
            .toList(),
        config);
  }

  private static Verdict on(
      List<? extends DiscoverySelector> selectors, Map<String, String> config) {
    return new Verdict(EngineTestKit.engine("junit-jupiter")
        .selectors(selectors.toArray(DiscoverySelector[]::new))
        .configurationParameter(Reporting.SEED, SEED)
        .configurationParameter(Reporting.FOLDER, FOLDER)
        .configurationParameter(Reporting.PRINT, "false")
        .configurationParameters(config)
        .execute());
  }

  /** The ids of the rules that ran. */
  Set<String> ran() {
    return results.testEvents().started().stream()
        .map(Verdict::rule)
        .collect(toCollection(TreeSet::new));
  }

  /** The ids of the rules that failed, each with its message. */
  Map<String, String> failed() {
    Map<String, String> messages = new TreeMap<>();
    results.testEvents().failed().stream()
        .forEach(event -> messages.put(rule(event), message(event)));
    return messages;
  }

  long notJudged() {
    return results.allEvents().skipped().count()
        + results.allEvents().aborted().count()
        + results.containerEvents().failed().count();
  }

  /** The report entry of this name. */
  String reported(String entry) {
    return results.allEvents().reportingEntryPublished().stream()
        .map(event ->
            event.getRequiredPayload(ReportEntry.class).getKeyValuePairs().get(entry))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  private static String rule(Event event) {
    String name = event.getTestDescriptor().getDisplayName();
    return name.substring(0, name.indexOf(' '));
  }

  private static String message(Event event) {
    return event
        .getRequiredPayload(TestExecutionResult.class)
        .getThrowable()
        .map(Throwable::getMessage)
        .orElse("");
  }
}
