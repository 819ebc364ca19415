package dev.coffer.storage.tck;

import dev.coffer.storage.spi.StorageBackend;
import java.lang.reflect.Method;
import java.util.Random;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * One run of one rule: hands the method what it works on, closes that afterwards, and has every
 * failure begin with the rule's id. An assumption that does not hold is a failure, too.
 */
final class RuleExecution implements ParameterResolver, InvocationInterceptor, AfterEachCallback {

  private final Rule rule;
  private final Bench bench;
  private final long seed;
  private boolean random;

  RuleExecution(Rule rule, StorageBackendContract contract, long seed) {
    this.rule = rule;
    this.bench = new Bench(rule.id(), contract);
    this.seed = seed;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == StorageBackend.class || type == Bench.class || type == Random.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == Bench.class) {
      return bench;
    }
    if (type == Random.class) {
      random = true;
      return new Random(seed);
    }
    try {
      return bench.open();
    } catch (RuntimeException | AssertionError failure) {
      // Only an exception of this class reaches the report with its message untouched.
      throw new ParameterResolutionException(message(failure), failure);
    }
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context) {
    try {
      invocation.proceed();
    } catch (Throwable failure) {
      throw new AssertionError(message(failure), failure);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    try {
      bench.close();
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError(message(failure), failure);
    }
  }

  private String message(Throwable failure) {
    String seen = failure instanceof AssertionError && failure.getMessage() != null
        ? failure.getMessage()
        : "expected no exception, seen " + failure;
    String again = random ? String.format("%n  seed: coffer.tck.seed=%d", seed) : "";
    return String.format(
        "%s: %s%n  rule: %s%n  from: %s%s", rule.id(), seen, rule.says(), rule.from(), again);
  }
}
