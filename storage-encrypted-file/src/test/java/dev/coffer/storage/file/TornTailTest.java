package dev.coffer.storage.file;

import static dev.coffer.storage.file.Logs.apply;
import static dev.coffer.storage.file.Logs.put;
import static dev.coffer.storage.file.Logs.remove;
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

/** What an append leaves behind that was cut off before its sync is cut, and nothing else is. */
class TornTailTest {

  private static final int SECTOR = 512;

  @TempDir
  Path directory;

  private Path path;
  private byte[] whole;

  /** Where the frames begin, and where the last one ends. */
  private List<Integer> boundaries;

  @BeforeEach
  void writeThreeFrames() throws IOException {
    path = Logs.create(directory, "log", 1);
    try (SharedLog log = Logs.open(path)) {
      apply(log, put(1, "first"));
      apply(log, put(1, "second"), put(2, "other"));
      apply(log, put(1, "third"), remove(2));
    }
    readBack();
  }

  private void writeFrameOfManySectors() throws IOException {
    try (SharedLog log = Logs.open(path)) {
      apply(log, put(1, "x".repeat(5 * SECTOR)));
    }
    readBack();
  }

  private void readBack() throws IOException {
    whole = Files.readAllBytes(path);
    boundaries = Logs.boundaries(path);
  }

  @Test
  void aFileCutAtAnyByteOpensWithTheFramesThatAreWhole() throws IOException {
    for (int length = boundaries.get(1); length < whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      int end = boundaries.get(length < boundaries.get(2) ? 1 : 2);

      try (SharedLog log = Logs.open(path)) {
        assertThat(value(log, 1)).contains(end == boundaries.get(1) ? "first" : "second");
        assertThat(value(log, 2).isPresent()).isEqualTo(end == boundaries.get(2));
        assertThat(log.cuts()).hasSize(length == end ? 0 : 1);
        assertThat(path).as("cut at %d", length).hasBinaryContent(Arrays.copyOf(whole, end));

        apply(log, put(3, "next"));
      }
      try (SharedLog log = Logs.open(path)) {
        assertThat(value(log, 3)).contains("next");
      }
    }
  }

  @Test
  void whatWasCutIsReportedByPlaceAndLength() throws IOException {
    Files.write(path, Arrays.copyOf(whole, whole.length - 7));

    try (SharedLog log = Logs.open(path)) {
      Tail cut = log.cuts().get(0);
      assertThat(cut.offset()).isEqualTo(boundaries.get(2).longValue());
      assertThat(cut.bytes()).isEqualTo(whole.length - 7 - boundaries.get(2));
      assertThat(cut)
          .hasToString("at offset " + cut.offset() + ": an append that was not finished ("
              + cut.bytes() + " bytes)");
    }
  }

  @Test
  void whatWasCutIsWarnedOf() throws IOException {
    Files.write(path, Arrays.copyOf(whole, whole.length - 7));

    List<String> warnings = Logs.warningsOfOpening(path);

    int bytes = whole.length - 7 - boundaries.get(2);
    assertThat(warnings)
        .containsExactly("The log " + path + " was cut at offset " + boundaries.get(2)
            + ": an append that was not finished (" + bytes + " bytes).");
  }

  @Test
  void aFrameWithSectorsThatWereNeverWrittenIsTorn() throws IOException {
    writeFrameOfManySectors();
    int begin = boundaries.get(3);
    int lost = 0;
    for (int from = begin; from < whole.length; from = from - from % SECTOR + SECTOR) {
      int to = Math.min(whole.length, from - from % SECTOR + SECTOR);
      byte[] bytes = whole.clone();
      Arrays.fill(bytes, from, to, (byte) 0);
      Files.write(path, bytes);

      try (SharedLog log = Logs.open(path)) {
        assertThat(value(log, 1)).as("sector at %d", from).contains("third");
        assertThat(log.cuts()).hasSize(1);
      }
      lost++;
    }
    assertThat(lost).isGreaterThan(5);
  }

  @Test
  void zerosBehindTheLastFrameAreRoomAndNotTorn() throws IOException {
    Files.write(path, Arrays.copyOf(whole, whole.length + 3 * SECTOR));

    try (SharedLog log = Logs.open(path)) {
      assertThat(log.cuts()).isEmpty();
      assertThat(value(log, 1)).contains("third");

      apply(log, put(3, "in the room"));
      assertThat(log.cuts()).isEmpty();
    }
    assertThat(Files.size(path)).isEqualTo(whole.length + 3 * SECTOR);
    try (SharedLog log = Logs.open(path)) {
      assertThat(value(log, 3)).contains("in the room");
    }
  }

  @Test
  void aTornFrameInPreallocatedRoomIsCut() throws IOException {
    writeFrameOfManySectors();
    int begin = boundaries.get(3);
    // A write that is cut off ends where a page of memory does, and so a sector.
    for (int length = begin - begin % SECTOR + SECTOR; length < whole.length; length += SECTOR) {
      Files.write(path, Arrays.copyOf(Arrays.copyOf(whole, length), whole.length + 9 * SECTOR));

      try (SharedLog log = Logs.open(path)) {
        assertThat(log.cuts()).as("written up to %d", length).hasSize(1);
        assertThat(value(log, 1)).contains("third");
      }
    }
  }

  /**
   * Of a frame that begins just before the end of a sector there may be a few bytes, and no head.
   */
  @Test
  void aFrameOfWhichOnlyTheFirstSectorWasWrittenIsTornHoweverLittleThatIs() throws IOException {
    for (int bytesInSector = 1; bytesInSector < FrameHead.LENGTH + 8; bytesInSector++) {
      Path next = Logs.create(directory, "straddling" + bytesInSector, bytesInSector);
      int end = fillUpTo(next, bytesInSector);
      try (SharedLog log = Logs.open(next)) {
        apply(log, put(1, "lost"));
      }
      byte[] written = Files.readAllBytes(next);
      byte[] lost = Arrays.copyOf(Arrays.copyOf(written, end + bytesInSector), written.length);
      Files.write(next, lost);

      try (SharedLog log = Logs.open(next)) {
        assertThat(value(log, 1)).as("%d bytes", bytesInSector).contains("kept");
      }
    }
  }

  /** Writes frames so that the next one begins so many bytes before the end of a sector. */
  private static int fillUpTo(Path log, int bytes) throws IOException {
    try (SharedLog open = Logs.open(log)) {
      apply(open, put(1, "kept"));
    }
    int end = (int) Files.size(log);
    int frame;
    try (SharedLog open = Logs.open(log)) {
      apply(open, put(2, ""));
      frame = (int) Files.size(log) - end;
    }
    int missing = Math.floorMod(-bytes - (end + 2 * frame), SECTOR);
    try (SharedLog open = Logs.open(log)) {
      apply(open, put(2, "x".repeat(missing)));
    }
    assertThat(Math.floorMod(-Files.size(log), SECTOR)).isEqualTo(bytes);
    return (int) Files.size(log);
  }

  @Test
  void somethingThatNoAppendBeginsWithIsNotCut() throws IOException {
    byte[] bytes = Arrays.copyOf(whole, whole.length + 3);
    bytes[whole.length] = 'x';
    Files.write(path, bytes);

    assertThatExceptionOfType(UnreadableStoreException.class)
        .isThrownBy(() -> Logs.open(path))
        .withMessageContaining("at offset " + whole.length);
    assertThat(path).hasBinaryContent(bytes);
  }

  @Test
  void aTornTailIsLeftInPlaceWhileTheLogIsOnlyRead() throws IOException {
    byte[] torn = Arrays.copyOf(whole, whole.length - 7);
    Files.write(path, torn);

    try (ReadOnlyLog log = Logs.openReadOnly(path)) {
      assertThat(value(log, 1)).contains("second");
      assertThat(log.findings()).isEmpty();
    }
    assertThat(path).hasBinaryContent(torn);
  }
}
