package dev.coffer.storage.tck;

import dev.coffer.storage.spi.StorageBackend;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * One run of one rule: hands the method what it works on, closes that afterwards, takes down what
 * came of it, and has every failure begin with the rule's id. An assumption that does not hold is a
 * failure, too, and so is a rule that does not end.
 */
final class RuleExecution implements ParameterResolver, InvocationInterceptor {

  private final Rule rule;
  private final Stance stance;
  private final Run run;
  private final Bench bench;
  private final long started = System.nanoTime();
  private boolean random;
  private @Nullable Throwable unopened;

  RuleExecution(Rule rule, Stance stance, StorageBackendContract contract, Run run) {
    this.rule = rule;
    this.stance = stance;
    this.run = run;
    this.bench = new Bench(rule.id(), contract, run.declared());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == StorageBackend.class || type == Bench.class || type == Random.class;
  }

  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == Bench.class) {
      return bench;
    }
    if (type == Random.class) {
      random = true;
      return new Random(run.seed());
    }
    if (unopened == null) {
      unopened = run.deadline().failureOf("open for " + rule.id(), bench::open);
    }
    return unopened == null ? bench.lastOpened() : null;
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context) {
    Throwable failure = unopened;
    if (failure == null) {
      failure = run.deadline().failureOf(rule.id(), invocation::proceed);
    } else {
      invocation.skip();
    }
    Throwable unsaid = run.deadline()
        .failureOf("guarantees after " + rule.id(), () -> bench.guarantees().ifPresent(run::said));
    Throwable unclosed = run.deadline().failureOf("close after " + rule.id(), bench::close);
    judge(failure != null ? failure : unsaid != null ? unsaid : unclosed);
  }

  private void judge(@Nullable Throwable failure) {
    String message = failure == null ? "" : message(seen(failure));
    Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
    Result result = new Result(rule, stance, failure == null, message, elapsed);
    run.record(result);
    if (!result.failed()) {
      return;
    }
    if (failure != null) {
      throw new AssertionError(message, failure);
    }
    throw new AssertionError(message(
        "expected a failure, for deviations() declares one, seen none; declare it no longer"));
  }

  private static String seen(Throwable failure) {
    return failure instanceof AssertionError && failure.getMessage() != null
        ? failure.getMessage()
        : "expected no exception, seen " + failure;
  }

  private String message(String seen) {
    String again = random ? String.format("%n  seed: coffer.tck.seed=%d", run.seed()) : "";
    return String.format(
        "%s: %s%n  rule: %s%n  from: %s%s", rule.id(), seen, rule.says(), rule.from(), again);
  }
}
