package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.spi.StorageBackend;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed right after a write returned has written it. */
class KilledTest {

  private static final int KILLS = 50;
  private static final int MOST_WRITES = 8;

  @TempDir
  Path directory;

  @Test
  void everythingThatWasAcknowledgedIsThereAfterKill9() throws Exception {
    String url = H2.file(directory);
    H2.create(url).close();
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int acknowledged = 0;

    for (int kill = 0; kill < KILLS; kill++) {
      int writes = 1 + random.nextInt(MOST_WRITES);
      acknowledged = killAfter(url, acknowledged, writes);

      try (StorageBackend backend = H2.open(url)) {
        for (int number = Math.max(1, acknowledged - MOST_WRITES);
            number <= acknowledged;
            number++) {
          assertThat(backend.get(H2.id(number)))
              .as("write %s after kill %s, seed %s", number, kill, seed)
              .isPresent();
        }
      }
    }
    try (StorageBackend backend = H2.open(url)) {
      for (int number = 1; number <= acknowledged; number++) {
        assertThat(backend.get(H2.id(number))).as("write %s", number).isPresent();
      }
    }
  }

  /** Kills a process that goes on writing, when it has said that so many more writes returned. */
  private static int killAfter(String url, int acknowledged, int writes) throws IOException {
    Process process =
        Java.start(EndlessWriter.class, url, Integer.toString(acknowledged + 1)).process();
    try (BufferedReader said = process.inputReader()) {
      int last = acknowledged;
      for (int i = 0; i < writes; i++) {
        String line = said.readLine();
        assertThat(line).as("the child's report").isNotNull();
        last = Integer.parseInt(line);
      }
      process.toHandle().destroyForcibly(); // SIGKILL, and what it said can still be read
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        last = Integer.parseInt(line); // what it said before it was hit counts as well
      }
      return last;
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }
}
