package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.SecureStorage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four processes with eight threads each, that write to one store at once. */
class CrowdTest {

  private static final int PROCESSES = 4;
  private static final int THREADS = 8;

  @TempDir
  Path directory;

  @Test
  void everyAcknowledgedWriteIsAccountedFor() throws Exception {
    Path log = directory.toRealPath().resolve("store");
    Stores.create(log).close();
    List<Process> children = new ArrayList<>();
    for (int process = 0; process < PROCESSES; process++) {
      children.add(Children.start(
          OverwritingChild.class,
          List.of(),
          log.toString(),
          "process" + process,
          Integer.toString(THREADS)));
    }

    try (SecureStorage storage = Stores.open(log)) {
      int seen = read(storage, Duration.ofSeconds(Effort.of(6, 60)));
      List<String> counts = new ArrayList<>();
      for (Process child : children) {
        tellToEnd(child);
      }
      for (Process child : children) {
        counts.addAll(Children.await(child));
      }

      assertThat(seen).as("entries seen meanwhile").isPositive();
      assertThat(counts).hasSize(PROCESSES * THREADS);
      verify(storage, counts);
    }
  }

  /**
   * Reads what one thread of each process has, for so long, and until there is something; how many
   * values that were.
   */
  private static int read(SecureStorage storage, Duration duration) {
    int seen = 0;
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() - end < 0 || seen == 0) {
      for (int process = 0; process < PROCESSES; process++) {
        seen += Overwrites.read(OverwritingChild.scope(storage, "process" + process + ".0"))
            .size();
      }
    }
    return seen;
  }

  private static void tellToEnd(Process child) throws IOException {
    try (OutputStream input = child.getOutputStream()) {
      input.write('\n');
    }
  }

  private static void verify(SecureStorage storage, List<String> counts) {
    for (String line : counts) {
      int space = line.indexOf(' ');
      int writes = Integer.parseInt(line.substring(space + 1));
      assertThat(writes).as(line).isPositive();
      assertThat(Overwrites.read(OverwritingChild.scope(storage, line.substring(0, space))))
          .as(line)
          .isEqualTo(Overwrites.after(writes));
    }
  }
}
