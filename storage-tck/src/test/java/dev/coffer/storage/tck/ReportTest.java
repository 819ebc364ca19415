package dev.coffer.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.ForwardingBackend;
import dev.coffer.storage.spi.StorageBackend;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the kit says in the end of a backend, in words and as JSON. */
@Tag("once")
class ReportTest {

  private static final URI LINK = URI.create("https://example.com/issues/7");

  @Test
  void aBackendIsCompatibleIfEveryRuleRanAndNoneFailed() {
    Verdict verdict = Verdict.on(Sound.class, Map.of());

    JsonObject report = report(verdict);
    assertThat(verdict.failed()).isEmpty();
    assertThat(verdict.reported("coffer.tck.verdict")).isEqualTo("compatible");
    assertThat(report.get("verdict").getAsString()).isEqualTo("compatible");
    assertThat(report.get("subject").getAsString()).isEqualTo(Sound.class.getName());
    assertThat(report.get("kit").getAsString()).matches("[0-9]+\\.[0-9]+.*");
    assertThat(report.get("seed").getAsLong()).isEqualTo(20261123);
    assertThat(report.getAsJsonArray("notRun")).isEmpty();
    assertThat(verdict.reported("coffer.tck.table"))
        .contains("Records", "DURABLE", "Verdict: COMPATIBLE", "Seed: 20261123");
  }

  @Test
  void aGuaranteeThatIsNotDeclaredIsProbedAndReportedAndDoesNotCount() {
    Verdict verdict = Verdict.on(Sound.class, Map.of());

    JsonObject durable = promise(verdict, "DURABLE");
    assertThat(verdict.failed()).isEmpty();
    assertThat(verdict.reported("coffer.tck.verdict")).isEqualTo("compatible");
    assertThat(durable.get("declared").getAsBoolean()).isFalse();
    assertThat(durable.get("said").getAsBoolean()).isFalse();
    assertThat(durable.get("refutedBy").getAsString()).isEqualTo("R-DUR-01");
  }

  @Test
  void aGuaranteeThatIsDeclaredAndDoesNotHoldFails() {
    Verdict verdict = Verdict.on(Boastful.class, Map.of());

    assertThat(verdict.failed()).containsKeys("R-DUR-01", "R-DUR-02");
    assertThat(verdict.reported("coffer.tck.verdict")).isEqualTo("not compatible");
    assertThat(promise(verdict, "DURABLE").get("observed").getAsBoolean()).isFalse();
    assertThat(verdict.reported("coffer.tck.table"))
        .contains("Failed:", "R-DUR-01: expected", "NOT COMPATIBLE");
  }

  @Test
  void aDeclaredDeviationMustFailAndIsNotCompatible() {
    Verdict verdict = Verdict.on(Deviating.class, Map.of());

    assertThat(verdict.failed()).isEmpty();
    assertThat(verdict.reported("coffer.tck.verdict")).isEqualTo("not compatible");
    assertThat(verdict.reported("coffer.tck.table"))
        .contains("Declared deviations:", "R-LIFE-03: closes once only", LINK.toString());
    JsonObject deviation = report(verdict).getAsJsonArray("deviations").get(0).getAsJsonObject();
    assertThat(deviation.get("rule").getAsString()).isEqualTo("R-LIFE-03");
  }

  @Test
  void aDeclaredDeviationThatHoldsFails() {
    Verdict verdict = Verdict.on(Pretending.class, Map.of());

    assertThat(verdict.failed()).containsOnlyKeys("R-LIFE-03");
    assertThat(verdict.failed().get("R-LIFE-03")).contains("expected a failure", "seen none");
    assertThat(verdict.reported("coffer.tck.verdict")).isEqualTo("not compatible");
  }

  @Test
  void aDeviationFromNoRuleIsRefused() {
    Verdict verdict = Verdict.on(Mistaken.class, Map.of());

    assertThat(verdict.ran()).isEmpty();
    assertThat(verdict.notJudged()).isPositive();
    assertThat(verdict.reported("coffer.tck.verdict")).isEqualTo("incomplete");
  }

  @Test
  void aRuleThatDoesNotEndFailsAndSaysWhereItIs() {
    Verdict verdict = Verdict.on(Stuck.class, Map.of(Reporting.TIMEOUT, "1"));

    assertThat(verdict.failed()).containsOnlyKeys("R-LIFE-03");
    assertThat(verdict.failed().get("R-LIFE-03"))
        .startsWith("R-LIFE-03: expected an end within 1 s")
        .contains("StuckWhenClosedTwice.close");
  }

  private static JsonObject promise(Verdict verdict, String guarantee) {
    for (var promise : report(verdict).getAsJsonArray("guarantees")) {
      if (promise.getAsJsonObject().get("guarantee").getAsString().equals(guarantee)) {
        return promise.getAsJsonObject();
      }
    }
    throw new AssertionError("The report has no guarantee " + guarantee + ".");
  }

  private static JsonObject report(Verdict verdict) {
    try {
      String json = Files.readString(Path.of(verdict.reported("coffer.tck.report")));
      return JsonParser.parseString(json).getAsJsonObject();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  /** Promises nothing, and keeps what it promises. */
  static class Sound extends StorageBackendContract {
    @Override
    protected StorageBackend open(Place place) {
      return new Promising(new MapBackend(new TreeMap<>()), Set.of());
    }
  }

  /** Promises what it does not keep. */
  static final class Boastful extends StorageBackendContract {
    @Override
    protected StorageBackend open(Place place) {
      return new Promising(new MapBackend(new TreeMap<>()), guarantees());
    }

    @Override
    protected Set<Guarantee> guarantees() {
      return Set.of(Guarantee.DURABLE);
    }
  }

  /** Cannot be closed twice, and says so. */
  static final class Deviating extends StorageBackendContract {
    @Override
    protected StorageBackend open(Place place) {
      return new ClosesOnce(new Promising(new MapBackend(new TreeMap<>()), Set.of()));
    }

    @Override
    protected List<Deviation> deviations() {
      return List.of(new Deviation("R-LIFE-03", "closes once only", LINK));
    }
  }

  /** Says that it cannot be closed twice, and can. */
  static final class Pretending extends Sound {
    @Override
    protected List<Deviation> deviations() {
      return List.of(new Deviation("R-LIFE-03", "closes once only", LINK));
    }
  }

  /** Deviates from a rule that is none. */
  static final class Mistaken extends Sound {
    @Override
    protected List<Deviation> deviations() {
      return List.of(new Deviation("R-LIFE-99", "closes once only", LINK));
    }
  }

  /** Does not return from closing a second time. */
  static final class Stuck extends StorageBackendContract {
    @Override
    protected StorageBackend open(Place place) {
      return new StuckWhenClosedTwice(new Promising(new MapBackend(new TreeMap<>()), Set.of()));
    }
  }

  private static final class StuckWhenClosedTwice extends ForwardingBackend {
    private final CountDownLatch never = new CountDownLatch(1);
    private boolean closed;

    private StuckWhenClosedTwice(StorageBackend delegate) {
      super(delegate);
    }

    @Override
    public void close() {
      try {
        while (closed) {
          never.await();
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      closed = true;
    }
  }

  private static final class Promising extends ForwardingBackend {
    private final Set<Guarantee> promised;

    private Promising(StorageBackend delegate, Set<Guarantee> promised) {
      super(delegate);
      this.promised = promised;
    }

    @Override
    public Set<Guarantee> guarantees() {
      return promised;
    }
  }

  private static final class ClosesOnce extends ForwardingBackend {
    private boolean closed;

    private ClosesOnce(StorageBackend delegate) {
      super(delegate);
    }

    @Override
    public void close() {
      if (closed) {
        throw new IllegalStateException("closed already");
      }
      closed = true;
      super.close();
    }
  }
}
