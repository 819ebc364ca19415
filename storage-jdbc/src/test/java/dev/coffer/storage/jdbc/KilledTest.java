package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.spi.StorageBackend;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed right after a write returned has written it. Each is checked by the next
 * one, which has been started meanwhile: starting it is what takes the time.
 */
@Tag("once")
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

    Process next = start(url);
    try {
      for (int kill = 0; kill < KILLS; kill++) {
        Process writer = next;
        next = start(url);
        String round = "kill " + kill + ", seed " + seed;
        acknowledged = killAfter(writer, acknowledged, 1 + random.nextInt(MOST_WRITES), round);
      }
    } finally {
      next.destroyForcibly().onExit().join();
    }

    try (StorageBackend backend = H2.open(url)) {
      for (int number = 1; number <= acknowledged; number++) {
        assertThat(backend.get(H2.id(number)))
            .as("write %s, seed %s", number, seed)
            .isPresent();
      }
    }
  }

  private static Process start(String url) {
    return Java.start(KilledWriter.class, url, Integer.toString(MOST_WRITES)).process();
  }

  /** Lets a process write, and kills it when it has said that so many more writes returned. */
  private static int killAfter(Process process, int acknowledged, int writes, String round)
      throws IOException {
    try (BufferedReader said = process.inputReader();
        OutputStream told = process.getOutputStream()) {
      told.write((acknowledged + "\n").getBytes(StandardCharsets.US_ASCII));
      told.flush();
      int last = acknowledged;
      for (int i = 0; i < writes; i++) {
        last = number(said.readLine(), round);
      }
      process.toHandle().destroyForcibly(); // SIGKILL, and what it said can still be read
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        last = number(line, round); // what it said before it was hit counts as well
      }
      return last;
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private static int number(String line, String round) {
    assertThat(line)
        .as("the child's report, %s", round)
        .isNotNull()
        .doesNotStartWith(KilledWriter.LOST);
    return Integer.parseInt(line);
  }
}
