package dev.coffer.storage.file;

import static dev.coffer.storage.file.Logs.apply;
import static dev.coffer.storage.file.Logs.put;
import static dev.coffer.storage.file.Logs.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A power cut in the middle of an append, wherever in its sectors the frame lies: what was there
 * before is there, and every state opens for writing (decision record 0070).
 */
@Tag("once")
class PowerCutAtEachPositionTest {

  private static final int SECTOR = 512;

  @TempDir
  Path directory;

  @Test
  void whatWasThereOutlivesItWhereverAFrameBegins() throws IOException {
    Path wreck = Files.createDirectory(directory.resolve("wreck")).toRealPath().resolve("log");
    int states = 0;
    for (int padding = 0; padding < SECTOR; padding++) {
      Path log = Logs.create(directory, "log" + padding, 1);
      String kept = "k".repeat(padding);
      try (SharedLog open = Logs.open(log)) {
        apply(open, put(2, kept));
      }
      int begin = (int) Files.size(log);
      if (begin % 64 != 0 && begin % SECTOR < SECTOR - 32 && begin % SECTOR > 32) {
        continue; // Around the edges each position, elsewhere some.
      }
      for (Map<Path, ByteBuffer> left : cutInTheMiddleOf(log, begin)) {
        Files.write(wreck, left.get(log).array());
        verify(wreck, begin, kept);
        states++;
      }
    }
    assertThat(states).isGreaterThan(5_000);
  }

  /** What may be left of one append after its write and before its sync. */
  private static Iterable<Map<Path, ByteBuffer>> cutInTheMiddleOf(Path log, long begin) {
    RecordingDisk disk = new RecordingDisk().with(log);
    try (SharedLog open = Logs.open(disk, log)) {
      apply(open, put(1, "v".repeat(90)));
    }
    List<DiskStep> steps = disk.steps();
    int written = 0;
    while (!(steps.get(written) instanceof DiskStep.Wrote wrote && wrote.position() == begin)) {
      written++;
    }
    return PowerCut.after(steps.subList(0, written + 1), false);
  }

  private static void verify(Path wreck, int begin, String kept) throws IOException {
    try (SharedLog open = Logs.open(new RecordingDisk().with(wreck), wreck)) {
      assertThat(value(open, 2)).as("behind %d", begin).contains(kept);
      apply(open, put(3, "next"));
    }
    try (ReadOnlyLog open = Logs.openReadOnly(wreck)) {
      assertThat(open.findings()).as("behind %d", begin).isEmpty();
      assertThat(value(open, 3)).as("behind %d", begin).contains("next");
    }
  }
}
