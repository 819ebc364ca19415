package dev.coffer.storage.file;

import static dev.coffer.storage.file.OverwritingChild.COMPACTING;
import static dev.coffer.storage.file.OverwritingChild.WRITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.SecureStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed at random: every write that they had acknowledged is there, with its
 * latest value, and the one that was under way is there wholly or not at all.
 */
@Tag("once")
class CrashTest {

  private static final int MOST_WRITES = 40;
  private static final int MOST_NANOS_MORE = 1_500_000;

  @TempDir
  Path directory;

  private Path log;
  private final Random random = new Random(5);

  @BeforeEach
  void create() throws IOException {
    log = directory.toRealPath().resolve("store");
    Stores.create(log).close();
  }

  @Test
  void oneWriterLosesNothingThatItAcknowledged() throws Exception {
    killAndVerify(Effort.of(24, 1_000), 1, WRITING);
  }

  @Test
  void twoWritersAtOnceLoseNothingThatTheyAcknowledged() throws Exception {
    killAndVerify(Effort.of(10, 500), 2, WRITING);
  }

  @Test
  void aWriterWhoseLogIsCompactedAgainAndAgainLosesNothingThatItAcknowledged() throws Exception {
    byte[] before = logId();
    killAndVerify(Effort.of(16, 1_000), 1, COMPACTING);
    // Each writer begins when its log has been compacted once.
    assertThat(logId()).isNotEqualTo(before);
  }

  private byte[] logId() throws IOException {
    try (LogFile file = new LocalDisk().open(log, false)) {
      return LogHeader.read(new LogInput(file)).logId();
    }
  }

  private void killAndVerify(int rounds, int writers, String how) throws Exception {
    List<Process> next = start(0, writers, how);
    for (int round = 0; round < rounds; round++) {
      List<Process> running = next;
      List<Integer> acknowledged = killAtRandom(running);
      // The next ones start while what these have left is looked at, and write beside it.
      next = round + 1 < rounds ? start(round + 1, writers, how) : List.of();
      try (SecureStorage storage = Stores.open(log)) {
        for (int writer = 0; writer < writers; writer++) {
          int writes = acknowledged.get(writer);
          assertThat(Overwrites.read(OverwritingChild.scope(storage, name(round, writer))))
              .as("after kill %d and %d writes", round, writes)
              .isIn(Overwrites.after(writes), Overwrites.after(writes + 1));
        }
      }
    }
  }

  private List<Process> start(int round, int writers, String how) throws IOException {
    List<Process> children = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      children.add(Children.start(
          OverwritingChild.class, List.of(), log.toString(), name(round, writer), how));
    }
    return children;
  }

  private static String name(int round, int writer) {
    return "round" + round + "." + writer;
  }

  /** Kills all of them at a moment of the first one's; how many writes each has acknowledged. */
  private List<Integer> killAtRandom(List<Process> children) throws Exception {
    List<BufferedReader> outputs = children.stream().map(Children::output).toList();
    List<Integer> acknowledged = new ArrayList<>();
    for (BufferedReader output : outputs) {
      acknowledged.add(Integer.parseInt(output.readLine()));
    }
    int enough = 1 + random.nextInt(MOST_WRITES);
    while (acknowledged.get(0) < enough) {
      acknowledged.set(0, Integer.parseInt(outputs.get(0).readLine()));
    }
    // Not just after an answer, but anywhere in the next write, or the one after it.
    long moment = System.nanoTime() + random.nextInt(MOST_NANOS_MORE);
    while (System.nanoTime() - moment < 0) {
      Thread.onSpinWait();
    }
    for (Process child : children) {
      child.toHandle().destroyForcibly(); // SIGKILL; leaves the pipe open
    }
    for (int i = 0; i < children.size(); i++) {
      // A child writes a line at once, so that none is cut.
      for (String line : outputs.get(i).lines().toList()) {
        acknowledged.set(i, Integer.parseInt(line));
      }
      assertThat(children.get(i).waitFor()).as("killed, not ended").isEqualTo(128 + 9);
    }
    return acknowledged;
  }
}
