package dev.coffer.storage.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of a fleet: however its processes die, sleep and lose the storage or the
 * network, nobody asks the provider twice under one lease, no session is lost but with an answer
 * that nobody has, and none comes back after its user has signed out.
 *
 * <p>{@code -Dcoffer.simulation.schedules=100000} runs more of them, and
 * {@code -Dcoffer.simulation.first=SEED -Dcoffer.simulation.schedules=1} the one that failed.
 */
@Tag("once")
class SimulationTest {

  private static final long FIRST = Long.getLong("coffer.simulation.first", 1);
  private static final int SCHEDULES = Integer.getInteger("coffer.simulation.schedules", 1_000);

  @Test
  void theInvariantsHoldInEverySchedule() {
    int refreshes = 0;
    int lost = 0;
    Map<String, Integer> outcomes = new TreeMap<>();
    for (long seed = FIRST; seed < FIRST + SCHEDULES; seed++) {
      Simulation simulation;
      try {
        simulation = new Simulation(seed).run();
      } catch (AssertionError failure) {
        throw new AssertionError("The schedule with the seed " + seed + " breaks a rule.", failure);
      }
      refreshes += simulation.provider.refreshes;
      lost += simulation.lost.size();
      simulation.outcomes.forEach((name, count) -> outcomes.merge(name, count, Integer::sum));
    }
    System.out.println(SCHEDULES + " schedules from seed " + FIRST + ": " + refreshes
        + " refreshes, " + lost + " answers lost, calls " + outcomes);
    assertThat(refreshes).isGreaterThan(SCHEDULES);
  }

  /** The simulation can fail: a process that thinks leases over too early is found. */
  @Test
  void aProcessWhoseClockRunsTooFastIsFound() {
    List<String> found = new ArrayList<>();
    for (long seed = 1; seed <= 100 && found.isEmpty(); seed++) {
      try {
        new Simulation(seed, 20).run();
      } catch (AssertionError rule) {
        found.add(String.valueOf(rule.getMessage()));
      }
    }
    assertThat(found).singleElement().asString().contains("asked for twice under one lease");
  }
}
