package dev.coffer.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.tck.StorageBackendContract.Failures;
import dev.coffer.storage.tck.StorageBackendContract.Kills;
import dev.coffer.storage.tck.StorageBackendContract.OtherProcesses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules that start another JVM, on backends in files; and what becomes of that JVM. */
class ChildProcessTest {

  @Test
  void passesACorrectFile() {
    Verdict verdict =
        judge(FileContracts.Correct.class, Kills.class, OtherProcesses.class, Failures.class);

    assertThat(verdict.failed()).isEmpty();
    assertThat(verdict.ran()).hasSize(14);
  }

  @Test
  void findsOneThatWritesBehind() {
    assertThat(found(FileContracts.WritesBehind.class, Kills.class))
        .containsExactlyInAnyOrder("R-KILL-01", "R-KILL-02", "R-KILL-03", "R-KILL-04");
  }

  @Test
  void findsOneThatLocksNobody() {
    assertThat(found(FileContracts.LocksNobody.class, OtherProcesses.class))
        .containsAnyOf("R-PROC-01", "R-PROC-02", "R-PROC-03", "R-PROC-04");
  }

  @Test
  void findsOneThatLosesAFileOnAFullDisk() {
    assertThat(found(FileContracts.Overwrites.class, Failures.class)).contains("R-IO-02");
  }

  private static Set<String> found(
      Class<? extends StorageBackendContract> contract, Class<?> family) {
    return judge(contract, family).failed().keySet();
  }

  private static Verdict judge(
      Class<? extends StorageBackendContract> contract, Class<?>... families) {
    return Verdict.on(contract, List.of(families), Map.of());
  }

  @Test
  void tellsPropertiesAndHearsNothingButMessages() {
    assertThatThrownBy(() -> answer(new FileContracts.Fails()))
        .hasMessageContaining("in another process")
        .hasMessageContaining("told two\nlines, and \u20ac");
  }

  @Test
  void saysWhatAContractNeedsToBeMadeByName() {
    assertThatThrownBy(() -> answer(new FileContracts.NeedsMore("more")))
        .hasMessageContaining("expected a constructor without parameters in")
        .hasMessageContaining("NeedsMore");
  }

  private static void answer(StorageBackendContract contract) {
    Bench bench = new Bench("R-TEST-01", contract, Set.of());
    try {
      bench.start(Task.PUT_ONCE).hear();
    } finally {
      bench.close();
    }
  }

  @Test
  void isKilledAtOnceAndWhenTheRuleIsOver() {
    Bench bench = new Bench("R-TEST-02", new FileContracts.Correct(), Set.of());
    OtherProcess writer = bench.start(Task.PUT_ONCE);
    OtherProcess other = bench.start(Task.PUT_ONCE);
    writer.hear();
    writer.destroy();

    // 128 and the number of SIGKILL.
    assertThatThrownBy(writer::hear).hasMessageContaining("seen its end: exit value 137");
    assertThat(other.isAlive()).isTrue();
    bench.close();
    assertThat(other.isAlive()).isFalse();
  }
}
