package dev.coffer.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.ValueResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.kotlinx.lincheck.execution.HBClock;
import org.jetbrains.kotlinx.lincheck.execution.ResultWithClock;
import org.jetbrains.kotlinx.lincheck.verifier.linearizability.LinearizabilityVerifier;
import org.junit.jupiter.api.Test;

/**
 * The kit's search and Lincheck's verifier say the same of histories: made up ones, of three
 * threads whose calls overlap by chance, with the answers that some order of them has, but for one
 * that is altered in most. Lincheck goes by {@link TwoRecords}, which knows nothing of the kit.
 */
class LincheckTest {

  private static final int HISTORIES = 4_000;

  @Test
  void agreesWithLincheckOnEveryHistory() {
    Random random = new Random(20261123);
    int explained = 0;
    for (int i = 0; i < HISTORIES; i++) {
      List<MadeUpCall> history = MadeUpCall.history(random);

      boolean ours = Linearizability.explains(
          Contents.NONE, history.stream().map(MadeUpCall::operation).toList());

      assertThat(ours).as("history %d: %s", i, history).isEqualTo(lincheckExplains(history));
      explained += ours ? 1 : 0;
    }
    assertThat(explained).isBetween(HISTORIES / 4, HISTORIES * 3 / 4);
  }

  private static boolean lincheckExplains(List<MadeUpCall> history) {
    List<List<Actor>> actors = new ArrayList<>();
    List<List<ResultWithClock>> results = new ArrayList<>();
    for (int thread = 0; thread < MadeUpCall.THREADS; thread++) {
      List<MadeUpCall> own = MadeUpCall.of(thread, history);
      actors.add(
          own.stream().map(call -> new Actor(call.method(), call.arguments())).toList());
      results.add(own.stream()
          .map(call -> new ResultWithClock(new ValueResult(call.answer()), clock(call, history)))
          .toList());
    }
    return new LinearizabilityVerifier(TwoRecords.class)
        .verifyResults(
            new ExecutionScenario(List.of(), actors, List.of()),
            new ExecutionResult(List.of(), results, List.of()));
  }

  /** How many calls of each thread had returned when this one began. */
  private static HBClock clock(MadeUpCall call, List<MadeUpCall> history) {
    int[] clock = new int[MadeUpCall.THREADS];
    for (MadeUpCall other : history) {
      clock[other.thread()] += other.returned() < call.called() ? 1 : 0;
    }
    return new HBClock(clock);
  }
}
