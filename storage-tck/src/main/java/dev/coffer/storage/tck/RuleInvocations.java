package dev.coffer.storage.tck;

import dev.coffer.storage.Guarantee;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Decides whether a rule applies to a backend, and names its run. A rule for a guarantee that the
 * backend's author does not declare has no run at all, rather than a skipped one.
 */
final class RuleInvocations implements TestTemplateInvocationContextProvider {

  /** The configuration parameter with the seed of all random data. */
  private static final String SEED = "coffer.tck.seed";

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getTestMethod(), Rule.class);
  }

  @Override
  public boolean mayReturnZeroTestTemplateInvocationContexts(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Rule rule = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Rule.class)
        .orElseThrow();
    StorageBackendContract contract = context
        .getRequiredTestInstances()
        .findInstance(StorageBackendContract.class)
        .orElseThrow();
    Set<Guarantee> declared = Objects.requireNonNull(
        contract.guarantees(), () -> rule.id() + ": the author's guarantees() answered null.");
    if (!declared.containsAll(List.of(rule.needs()))) {
      return Stream.empty();
    }
    long seed = context
        .getConfigurationParameter(SEED, Long::valueOf)
        .orElseGet(() -> new Random().nextLong());
    return Stream.of(new Invocation(rule, new RuleExecution(rule, contract, seed)));
  }

  /** The one run of a rule. */
  private static final class Invocation implements TestTemplateInvocationContext {

    private final Rule rule;
    private final RuleExecution execution;

    private Invocation(Rule rule, RuleExecution execution) {
      this.rule = rule;
      this.execution = execution;
    }

    @Override
    public String getDisplayName(int index) {
      return rule.id() + " " + rule.says();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(execution);
    }
  }
}
