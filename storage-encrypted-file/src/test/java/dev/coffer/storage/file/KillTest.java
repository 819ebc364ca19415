package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.EntryInfo;
import dev.coffer.storage.ListOption;
import dev.coffer.storage.Page;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed as soon as a write has returned has written. */
class KillTest {

  private static final int KILLS = 50;
  private static final int MORE_THAN_EVER_DONE = 1_000_000;

  @TempDir
  Path directory;

  @Test
  void whatWasAcknowledgedIsThereAfterEachOfFiftyKills() throws Exception {
    Path log = directory.toRealPath().resolve("store");
    Stores.create(log).close();
    Process next = start(log, 0);
    for (int kill = 0; kill < KILLS; kill++) {
      Process child = next;
      List<String> acknowledged = killAfter(child, 1 + kill % 7);
      next = kill + 1 < KILLS ? start(log, kill + 1) : child; // Starts while this one is checked.

      try (SecureStorage storage = Stores.open(log)) {
        StorageScope scope = storage.scoped("children", "kill" + kill);
        assertThat(acknowledged).hasSizeGreaterThan(kill % 7);
        for (String key : acknowledged) {
          assertThat(scope.read(key))
              .as(key)
              .hasValueSatisfying(entry -> assertThat(entry.value()).isEqualTo(Child.valueOf(key)));
        }
        Page<EntryInfo> listed = scope.list(ListOption.limit(1_000));
        assertThat(listed.unreadable()).isEmpty();
        // The one that was under way may have been finished, and none beyond it begun.
        assertThat(listed.items()).hasSizeBetween(acknowledged.size(), acknowledged.size() + 1);
      }
    }
  }

  private static Process start(Path log, int number) throws IOException {
    return Children.start(
        "write", log.toString(), "kill" + number, Integer.toString(MORE_THAN_EVER_DONE));
  }

  /** Kills the child when it has acknowledged so many writes; all that it did acknowledge. */
  private static List<String> killAfter(Process child, int writes) throws Exception {
    List<String> acknowledged = new ArrayList<>();
    try (BufferedReader output = Children.output(child)) {
      String line = output.readLine();
      while (line != null) {
        acknowledged.add(line);
        if (acknowledged.size() == writes) {
          child.toHandle().destroyForcibly(); // SIGKILL; leaves the pipe open
        }
        line = output.readLine();
      }
    }
    assertThat(child.waitFor()).as("killed, not ended").isEqualTo(128 + 9);
    return acknowledged;
  }
}
