package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that was stopped (SIGSTOP, a debugger, a laptop's lid) keeps what it has locked. */
class StoppedProcessTest {

  @TempDir
  Path directory;

  private Path log;

  @BeforeEach
  void create() throws IOException {
    log = directory.toRealPath().resolve("store");
    Stores.create(log).close();
  }

  @Test
  void writersWaitForAStoppedHolderNoLongerThanTheyWereToldAndReadersNotAtAll() throws Exception {
    try (SecureStorage storage =
        SecureStorage.open(Stores.options(log).with("lock-timeout", "50ms"))) {
      storage.write("key", Secret.of("before"));
      Process holder = Children.start("hold", log.toString());
      assertThat(Children.output(holder).readLine()).isEqualTo("held");
      signal("STOP", holder);

      assertThatExceptionOfType(StorageUnavailableException.class)
          .isThrownBy(() -> storage.write("key", Secret.of("after")))
          .withMessageContaining(log + ".lock")
          .withMessageContaining("another process")
          .satisfies(failure -> assertThat(failure.attempted()).isEmpty());
      assertThat(storage.read("key"))
          .hasValueSatisfying(entry -> assertThat(entry.value()).isEqualTo(Secret.of("before")));

      signal("CONT", holder);
      holder.getOutputStream().close();
      assertThat(holder.waitFor()).isZero();
      storage.write("key", Secret.of("after"));
      assertThat(storage.read("key"))
          .hasValueSatisfying(entry -> assertThat(entry.value()).isEqualTo(Secret.of("after")));
    }
  }

  /** Stopped anywhere in its writing, with the lock or without. */
  @Test
  void aWriterThatWasStoppedAndGoesOnHasLostNothingAndDestroysNothing() throws Exception {
    Process writer = Children.start(
        OverwritingChild.class, List.of(), log.toString(), "stopped", OverwritingChild.WRITING);
    BufferedReader output = Children.output(writer);
    int others = 0;
    int told = 0;
    for (int stop = 0; stop < Effort.of(20, 500); stop++) {
      String line = output.readLine();
      assertThat(line).isNotNull();
      told = Integer.parseInt(line);
      signal("STOP", writer);
      others += writeUnlessLocked(others) ? 1 : 0;
      signal("CONT", writer);
    }
    // It was stopped without the lock often enough.
    assertThat(others).isPositive();
    writer.toHandle().destroyForcibly();
    // It may have said nothing more between the last stop and its end.
    int writes = output.lines().map(Integer::parseInt).max(Integer::compare).orElse(told);
    assertThat(writer.waitFor()).isEqualTo(128 + 9);

    try (SecureStorage storage = Stores.open(log)) {
      assertThat(Overwrites.read(OverwritingChild.scope(storage, "stopped")))
          .isIn(Overwrites.after(writes), Overwrites.after(writes + 1));
      assertThat(Overwrites.read(storage.scoped("others"))).isEqualTo(Overwrites.after(others));
    }
  }

  private boolean writeUnlessLocked(int number) {
    try (SecureStorage storage =
        SecureStorage.open(Stores.options(log).with("lock-timeout", "20ms"))) {
      Overwrites.make(storage.scoped("others"), number);
      return true;
    } catch (StorageUnavailableException locked) {
      assertThat(locked.attempted()).isEmpty();
      return false;
    }
  }

  private static void signal(String name, Process process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
        .inheritIO()
        .start();
    assertThat(kill.waitFor()).isZero();
  }
}
