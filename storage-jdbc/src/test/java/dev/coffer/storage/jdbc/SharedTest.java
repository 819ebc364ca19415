package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.StorageBackend;
import java.io.BufferedReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes share a database by AUTO_SERVER, and else one has it for itself. */
@Tag("once")
class SharedTest {

  private static final int WRITES = 50;

  @TempDir
  Path directory;

  @Test
  void processesSeeEachOthersWrites() throws Exception {
    String url = H2.file(directory) + ";AUTO_SERVER=TRUE";
    try (StorageBackend backend = H2.create(url)) {
      Process other = Java.start(EndlessWriter.class, url, "1", "" + WRITES).process();
      try (BufferedReader said = other.inputReader()) {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
          assertThat(backend.get(H2.id(Integer.parseInt(line)))).isPresent();
          H2.put(backend, WRITES + Integer.parseInt(line));
        }
      }
      assertThat(other.waitFor()).isZero();
      for (int number = 1; number <= 2 * WRITES; number++) {
        assertThat(backend.get(H2.id(number))).as("write %s", number).isPresent();
      }
    }
  }

  @Test
  void storeOutlivesTheProcessThatServesIt() throws Exception {
    String url = H2.file(directory) + ";AUTO_SERVER=TRUE";
    H2.create(url).close();
    Process server = Java.start(EndlessWriter.class, url, "1").process();
    try (BufferedReader said = server.inputReader()) {
      assertThat(said.readLine()).isEqualTo("1");
      StorageBackend backend = H2.open(url);
      assertThat(backend.get(H2.id(1))).isPresent();

      server.toHandle().destroyForcibly();
      server.onExit().join();

      putUntilItIsDone(backend, -1);
      assertThat(backend.get(H2.id(1))).isPresent();
      assertThat(backend.get(H2.id(-1))).isPresent();
      backend.close();
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void withoutItASecondProcessIsTurnedAway() throws Exception {
    String url = H2.file(directory);
    H2.create(url).close();
    Process first = Java.start(EndlessWriter.class, url, "1").process();
    try (BufferedReader said = first.inputReader()) {
      assertThat(said.readLine()).isEqualTo("1");

      assertThatThrownBy(() -> H2.open(url))
          .isInstanceOf(StorageUnavailableException.class)
          .hasMessageContainingAll("another process", "90020");
    } finally {
      first.destroyForcibly().onExit().join();
    }
  }

  /** The calls that meet the broken connections fail; the pool replaces those. */
  private static void putUntilItIsDone(StorageBackend backend, int number) {
    for (int attempt = 1; ; attempt++) {
      try {
        H2.put(backend, number);
        return;
      } catch (RuntimeException broken) {
        assertThat(attempt).as("attempts").isLessThan(50);
      }
    }
  }
}
