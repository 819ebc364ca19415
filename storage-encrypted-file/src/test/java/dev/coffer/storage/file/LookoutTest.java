package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a path is looked at, and what is believed in between. */
class LookoutTest {

  private static final long INTERVAL = Lookout.LOOK_AFTER.toNanos();

  @TempDir
  private Path directory;

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 3);
  private final FaultyDisk disk = new FaultyDisk();
  private Path path;
  private OpenLog log;
  private Lookout lookout;

  @BeforeEach
  void open() throws IOException {
    path = Logs.create(directory, "log", 1);
    log = OpenLog.open(disk, path, true, Logs.MAC_KEYS);
    lookout = new Lookout(disk, path, nanos::get);
  }

  @AfterEach
  void close() throws IOException {
    log.close();
  }

  private void replace() throws IOException {
    Files.move(Logs.create(directory, "other", 1), path, StandardCopyOption.ATOMIC_MOVE);
  }

  private int looks() {
    return Collections.frequency(disk.calls, "identity");
  }

  @Test
  void thePathIsLookedAtOnceInAnInterval() throws IOException {
    int before = looks();
    for (int i = 0; i < 10; i++) {
      assertThat(lookout.sees(log)).isTrue();
      nanos.addAndGet(INTERVAL / 5);
    }

    assertThat(looks() - before).isEqualTo(1);
  }

  @Test
  void anotherFileIsSeenWhenTheIntervalIsOverAndByAllWhoAskThen() throws IOException {
    replace();
    assertThat(lookout.sees(log)).isTrue();

    nanos.addAndGet(INTERVAL);

    for (int i = 0; i < 3; i++) {
      assertThat(lookout.sees(log)).as("question %d of that moment", i).isFalse();
    }
  }

  @Test
  void whatIsOpenedInsteadIsSeen() throws IOException {
    replace();
    nanos.addAndGet(INTERVAL);
    assertThat(lookout.sees(log)).isFalse();

    try (OpenLog successor = OpenLog.open(disk, path, true, Logs.MAC_KEYS)) {
      assertThat(lookout.sees(successor)).isTrue();
    }
  }

  @Test
  void whoAsksForALookGetsOne() throws IOException {
    replace();

    lookout.look();

    assertThat(lookout.sees(log)).isFalse();
  }
}
