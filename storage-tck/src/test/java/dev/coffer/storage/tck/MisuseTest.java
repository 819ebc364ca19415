package dev.coffer.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.StorageBackend;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.io.TempDir;

/** No way to use the kit wrongly makes a backend compatible. */
@Tag("once")
class MisuseTest {

  @Test
  void oneInstanceForAllOpeningsIsNotBelieved() {
    Verdict verdict = Verdict.on(OneInstance.class, Map.of());

    assertThat(verdict.failed()).containsKeys("R-SHR-01", "R-LIN-06");
    assertThat(verdict.failed().get("R-SHR-01"))
        .startsWith("R-SHR-01: expected another backend from each call of open, seen one");
    assertThat(verdict.reported("coffer.tck.verdict")).isEqualTo("not compatible");
  }

  @Test
  void whatTheAuthorDeclaresLaterDoesNotCount() {
    Verdict verdict = Verdict.on(DeclaresLater.class, Map.of());

    assertThat(verdict.failed()).containsKey("R-LIFE-05");
    assertThat(verdict.reported("coffer.tck.verdict")).isEqualTo("not compatible");
  }

  @Test
  void aBackendThatCannotBeOpenedFailsEveryRule() {
    Verdict verdict = Verdict.on(CannotOpen.class, Map.of());

    assertThat(verdict.failed().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Catalogue.of(StorageBackendContract.class).rules().stream()
                .filter(rule -> rule.needs().length == 0)
                .map(Rule::id)
                .toList());
    assertThat(verdict.failed().values())
        .allSatisfy(message -> assertThat(message).contains("expected", "seen", "no such place"));
    assertThat(verdict.reported("coffer.tck.verdict")).isEqualTo("not compatible");
  }

  @Test
  void aRuleThatAConditionSkipsMakesTheRunIncomplete() {
    Verdict verdict = Verdict.on(Skipping.class, Map.of());

    assertThat(verdict.reported("coffer.tck.verdict")).isEqualTo("incomplete");
    assertThat(verdict.reported("coffer.tck.table")).contains("Not run: R-REC-01");
  }

  @Test
  void aRuleThatAnInterceptorSkipsMakesTheRunIncomplete() {
    Verdict verdict = Verdict.on(Intercepting.class, Map.of());

    assertThat(verdict.failed()).isEmpty();
    assertThat(verdict.reported("coffer.tck.verdict")).isEqualTo("incomplete");
    assertThat(verdict.reported("coffer.tck.table")).contains("Not run: R-REC-01");
  }

  @Test
  void aFailureThatSomebodySwallowsCountsAllTheSame() {
    Verdict verdict = Verdict.on(Swallowing.class, Map.of());

    assertThat(verdict.failed()).isEmpty();
    assertThat(verdict.reported("coffer.tck.verdict")).isEqualTo("not compatible");
  }

  @Test
  void testsThatRunAtOnceAreNothingToTheRules() {
    Verdict verdict = Verdict.on(
        ReportTest.Sound.class,
        Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.mode.classes.default", "concurrent"));

    assertThat(verdict.failed()).isEmpty();
    assertThat(verdict.notJudged()).isZero();
    assertThat(verdict.reported("coffer.tck.verdict")).isEqualTo("compatible");
  }

  @Test
  void anEarlierReportDoesNotOutliveARunThatCannotBegin(@TempDir Path folder) throws IOException {
    Path earlier = folder.resolve(ReportTest.Sound.class.getName() + ".json");
    Files.writeString(earlier, "{\"verdict\": \"compatible\"}");

    Verdict verdict = Verdict.on(
        ReportTest.Sound.class,
        Map.of(Reporting.FOLDER, folder.toString(), Reporting.TIMEOUT, "0"));

    assertThat(verdict.ran()).isEmpty();
    assertThat(verdict.notJudged()).isPositive();
    assertThat(earlier).doesNotExist();
  }

  private static boolean isFirstRule(ExtensionContext context) {
    return context.getTestMethod().stream()
        .map(method -> method.getAnnotation(Rule.class))
        .anyMatch(rule -> rule != null && rule.id().equals("R-REC-01"));
  }

  /** Has one backend for each place, which all that open it are given. */
  static final class OneInstance extends StorageBackendContract {
    private final Map<String, StorageBackend> opened = new ConcurrentHashMap<>();

    @Override
    protected StorageBackend open(Place place) {
      return opened.computeIfAbsent(place.name(), unused -> new MapBackend(new TreeMap<>()));
    }

    @Override
    protected Set<Guarantee> guarantees() {
      return EnumSet.of(Guarantee.DURABLE, Guarantee.SHARED);
    }

    @Override
    Processes processes() {
      return SimulatedProcess::start;
    }
  }

  /** Declares nothing when it is asked first, and afterwards what its backend says. */
  static final class DeclaresLater extends StorageBackendContract {
    private static final AtomicInteger ASKED = new AtomicInteger();

    @Override
    protected StorageBackend open(Place place) {
      return new MapBackend(new TreeMap<>());
    }

    @Override
    protected Set<Guarantee> guarantees() {
      return ASKED.getAndIncrement() == 0
          ? Set.of()
          : EnumSet.of(Guarantee.DURABLE, Guarantee.SHARED);
    }
  }

  static final class CannotOpen extends StorageBackendContract {
    @Override
    protected StorageBackend open(Place place) throws IOException {
      throw new IOException("no such place");
    }
  }

  @ExtendWith(SkipFirst.class)
  static final class Skipping extends ReportTest.Sound {}

  static final class SkipFirst implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return isFirstRule(context)
          ? ConditionEvaluationResult.disabled("of no interest")
          : ConditionEvaluationResult.enabled("of interest");
    }
  }

  @ExtendWith(InterceptFirst.class)
  static final class Intercepting extends ReportTest.Sound {}

  static final class InterceptFirst implements InvocationInterceptor {
    @Override
    public void interceptTestTemplateMethod(
        Invocation<Void> invocation,
        ReflectiveInvocationContext<Method> method,
        ExtensionContext context)
        throws Throwable {
      if (isFirstRule(context)) {
        invocation.skip();
      } else {
        invocation.proceed();
      }
    }
  }

  @ExtendWith(SwallowAll.class)
  static final class Swallowing extends StorageBackendContract {
    @Override
    protected StorageBackend open(Place place) {
      return new MapBackend(new TreeMap<>());
    }
  }

  static final class SwallowAll implements TestExecutionExceptionHandler {
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
      assertThat(failure).hasMessageStartingWith("R-");
    }
  }
}
