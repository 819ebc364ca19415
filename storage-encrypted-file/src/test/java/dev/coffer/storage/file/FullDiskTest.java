package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full in the middle of an append, and has room again: nothing is lost, nothing is
 * half there, and every process goes on.
 */
class FullDiskTest {

  @TempDir
  Path directory;

  @Test
  void aSmallDiskThatIsFullTakesWritesAgainWhenThereIsRoom() throws Exception {
    Optional<SmallDisk> small = SmallDisk.mount(directory.toRealPath());
    if (small.isEmpty()) {
      // Who may not mount has the limit alone.
      aFileThatMayGrowNoFurtherTakesTheWritesOfAProcessThatMayMakeItGrow();
      return;
    }
    try (SmallDisk disk = small.get()) {
      Path log = disk.path().resolve("store");
      Stores.create(log).close();
      Path ballast = Files.write(disk.path().resolve("ballast"), new byte[1 << 19]);
      Process writer = start(List.of(), log);
      BufferedReader output = Children.output(writer);
      int writes = writeUntilFull(output);

      Files.delete(ballast);

      verifyAndWriteOn(log, writes);
      assertThat(tellToTryAgain(writer, output)).as("the first process").isEqualTo("written");
      assertThat(writer.waitFor()).isZero();
      verifyAndWriteOn(log, writes);
    }
  }

  /** As any user can have it: the limit on the size of a file. */
  @Test
  void aFileThatMayGrowNoFurtherTakesTheWritesOfAProcessThatMayMakeItGrow() throws Exception {
    Path log = directory.toRealPath().resolve("store");
    Stores.create(log).close();
    // In kibibytes; dash, as sh often is, counts in 512 bytes.
    Process writer = start(List.of("bash", "-c", "ulimit -f 64; exec \"$@\"", "bash"), log);
    BufferedReader output = Children.output(writer);
    int writes = writeUntilFull(output);

    verifyAndWriteOn(log, writes);

    assertThat(tellToTryAgain(writer, output)).isEqualTo("full");
    assertThat(writer.waitFor()).isZero();
    verifyAndWriteOn(log, writes);
  }

  private static Process start(List<String> by, Path log) throws IOException {
    return Children.start(FillingChild.class, by, log.toString());
  }

  /** How many writes the child has acknowledged when there was no room for the next one. */
  private static int writeUntilFull(BufferedReader output) throws IOException {
    int writes = 0;
    String line = output.readLine();
    while (line != null && !line.equals("full")) {
      writes = Integer.parseInt(line);
      line = output.readLine();
    }
    assertThat(line).isEqualTo("full");
    assertThat(writes).isGreaterThan(10);
    return writes;
  }

  private static void verifyAndWriteOn(Path log, int writes) {
    try (SecureStorage storage = Stores.open(log)) {
      assertThat(Overwrites.read(FillingChild.scope(storage))).isEqualTo(Overwrites.after(writes));
      storage.write("another", Secret.of("by the second process"));
      assertThat(storage.read("another")).isPresent();
    }
  }

  private static String tellToTryAgain(Process writer, BufferedReader output) throws IOException {
    try (OutputStream input = writer.getOutputStream()) {
      input.write('\n');
    }
    return output.readLine();
  }
}
