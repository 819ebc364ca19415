package dev.coffer.storage.file;

import static dev.coffer.storage.file.Logs.apply;
import static dev.coffer.storage.file.Logs.put;
import static dev.coffer.storage.file.Logs.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.UnreadableStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A last frame that lacks the 1 to 3 bytes it has in a sector of its own is made whole: it may have
 * been acknowledged, and what is missing is known.
 */
class LostEdgeTest {

  private static final int SECTOR = 512;

  @TempDir
  Path directory;

  private Path path;

  @BeforeEach
  void createLog() throws IOException {
    path = Logs.create(directory, "log", 1);
    try (SharedLog log = Logs.open(path)) {
      apply(log, put(1, "first"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theEndOfAFrameIsRestored(int lost) throws IOException {
    byte[] whole = endBehindASector(lost);
    Files.write(path, lacking(whole, whole.length - lost, whole.length));

    assertRestoredTo(whole);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theBeginningOfAFrameIsRestored(int lost) throws IOException {
    int begin = endBehindASector(SECTOR - lost).length;
    try (SharedLog log = Logs.open(path)) {
      apply(log, put(2, "second"));
    }
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, lacking(whole, begin, begin + lost));

    assertRestoredTo(whole);
  }

  @Test
  void whatIsRestoredIsWarnedOf() throws IOException {
    byte[] whole = endBehindASector(2);
    int begin = begin(whole);
    Files.write(path, lacking(whole, whole.length - 2, whole.length));

    List<String> warnings = Logs.warningsOfOpening(path);

    assertThat(warnings)
        .containsExactly("The log " + path + " was completed at offset " + begin
            + ": an append that lacks its first or last bytes, which are known ("
            + (whole.length - 2 - begin) + " bytes).");
  }

  @Test
  void whatIsRestoredIsOnDiskBeforeAnythingIsWrittenBehindIt() throws IOException {
    byte[] whole = endBehindASector(2);
    Files.write(path, lacking(whole, whole.length - 2, whole.length));
    RecordingDisk disk = new RecordingDisk().with(path);
    int before = disk.steps().size();

    try (SharedLog log = Logs.open(disk, path)) {
      apply(log, put(3, "next"));
    }

    assertThat(disk.steps().subList(before, disk.steps().size()))
        .extracting(step -> step instanceof DiskStep.Wrote wrote
            ? wrote.position()
            : step.getClass().getSimpleName())
        .startsWith((long) begin(whole))
        .containsSubsequence("Synced", (long) whole.length, "Synced")
        .containsOnlyOnce((long) whole.length);
  }

  @Test
  void aReaderOfAReadOnlyLogSeesWhatIsToBeRestored() throws IOException {
    byte[] whole = endBehindASector(3);
    byte[] lacking = lacking(whole, whole.length - 3, whole.length);
    Files.write(path, lacking);

    try (ReadOnlyLog log = Logs.openReadOnly(path)) {
      assertThat(value(log, 2)).isPresent();
      assertThat(log.findings()).singleElement().asString().contains("which are known");
    }
    assertThat(path).hasBinaryContent(lacking);
  }

  /** In room that was preallocated, so that the length tells nothing. */
  @Test
  void aReaderOfAReadOnlyLogFollowsWhoRestoresItAndGoesOn() throws IOException {
    byte[] whole = endBehindASector(3);
    byte[] lacking = lacking(whole, whole.length - 3, whole.length);
    Files.write(path, Arrays.copyOf(lacking, 9 * SECTOR));

    try (ReadOnlyLog reader = Logs.openReadOnly(path)) {
      assertThat(value(reader, 1)).contains("first");
      try (SharedLog writer = Logs.open(path)) {
        assertThat(value(reader, 1)).contains("first");
        apply(writer, put(1, "newer"));
        assertThat(value(reader, 1)).contains("newer");
      }
      assertThat(reader.findings()).isEmpty();
    }
    assertThat(path).hasSize(9 * SECTOR);
  }

  @Test
  void anythingElseWrongWithItIsDamage() throws IOException {
    byte[] whole = endBehindASector(2);
    byte[] lacking = lacking(whole, whole.length - 2, whole.length);
    for (int at = begin(whole); at < whole.length; at++) {
      byte[] damaged = lacking.clone();
      damaged[at] ^= 0x55;
      assertRefused(damaged, "damaged at " + at);
    }
    assertRefused(lacking(whole, whole.length - 4, whole.length - 1), "another place");
  }

  @Test
  void whereSomethingFollowsItIsDamage() throws IOException {
    byte[] whole = endBehindASector(2);
    byte[] followed = Arrays.copyOf(lacking(whole, whole.length - 2, whole.length), SECTOR * 9);
    followed[whole.length + 7] = 1;

    assertRefused(followed, "followed");
  }

  @Test
  void anotherLogsFrameIsNotRestored() throws IOException {
    byte[] whole = endBehindASector(2);
    Path other = Logs.create(directory, "other", 2);
    byte[] foreign = whole.clone();
    System.arraycopy(Files.readAllBytes(other), 0, foreign, 0, (int) Files.size(other));

    assertRefused(lacking(foreign, whole.length - 2, whole.length), "foreign");
  }

  /** Writes a frame that ends so many bytes behind the beginning of a sector; the whole log. */
  private byte[] endBehindASector(int bytes) throws IOException {
    int begin = (int) Files.size(path);
    int empty;
    try (SharedLog log = Logs.open(path)) {
      apply(log, put(2, ""));
      empty = (int) Files.size(path) - begin;
    }
    int missing = Math.floorMod(bytes - (begin + 2 * empty), SECTOR);
    try (SharedLog log = Logs.open(path)) {
      apply(log, put(2, "x".repeat(missing)));
    }
    byte[] whole = Files.readAllBytes(path);
    assertThat(whole.length % SECTOR).isEqualTo(bytes);
    return whole;
  }

  /** Where the last frame begins. */
  private int begin(byte[] whole) throws IOException {
    Files.write(path, whole);
    List<Integer> boundaries = Logs.boundaries(path);
    return boundaries.get(boundaries.size() - 2);
  }

  private static byte[] lacking(byte[] whole, int from, int to) {
    byte[] lacking = whole.clone();
    Arrays.fill(lacking, from, to, (byte) 0);
    assertThat(lacking).isNotEqualTo(whole);
    return lacking;
  }

  private void assertRestoredTo(byte[] whole) throws IOException {
    try (SharedLog log = Logs.open(path)) {
      assertThat(value(log, 2)).isPresent();
      assertThat(log.cuts()).isEmpty();
      assertThat(path).hasBinaryContent(whole);
      apply(log, put(3, "next"));
    }
    try (SharedLog log = Logs.open(path)) {
      assertThat(value(log, 3)).contains("next");
    }
  }

  private void assertRefused(byte[] bytes, String what) throws IOException {
    Files.write(path, bytes);
    assertThatExceptionOfType(UnreadableStoreException.class)
        .as(what)
        .isThrownBy(() -> Logs.open(path));
    assertThat(path).as(what).hasBinaryContent(bytes);
  }
}
