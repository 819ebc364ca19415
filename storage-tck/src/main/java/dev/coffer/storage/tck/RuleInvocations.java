package dev.coffer.storage.tck;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Has each rule run once, and names that run. One for a guarantee that is not declared is a probe,
 * until one of them has found that the guarantee does not hold.
 */
final class RuleInvocations implements TestTemplateInvocationContextProvider {

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
    Run run = Reporting.run(context);
    return run.stance(rule, contract).stream()
        .map(
            stance -> new Invocation(rule, stance, new RuleExecution(rule, stance, contract, run)));
  }

  /** The one run of a rule. */
  private static final class Invocation implements TestTemplateInvocationContext {

    private final Rule rule;
    private final Stance stance;
    private final RuleExecution execution;

    private Invocation(Rule rule, Stance stance, RuleExecution execution) {
      this.rule = rule;
      this.stance = stance;
      this.execution = execution;
    }

    @Override
    public String getDisplayName(int index) {
      return rule.id() + " " + rule.says() + stance.note();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(execution);
    }
  }
}
