package dev.coffer.storage.file;

import static dev.coffer.storage.file.Logs.apply;
import static dev.coffer.storage.file.Logs.put;
import static dev.coffer.storage.file.Logs.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A power cut at any step of what several threads write at once, and share their syncs. */
class PowerCutAmongWritersTest {

  private static final int WRITERS = 3;
  private static final int WRITES = 3;

  @TempDir
  Path directory;

  @Test
  void eachWritersAcknowledgedWritesOutliveItAndAtMostOneMoreIsThere() throws Exception {
    Path path = Logs.create(directory, "log", 1);
    RecordingDisk disk = new RecordingDisk().with(path);
    int before = disk.steps().size();
    try (SharedLog log = Logs.open(disk, path)) {
      writeAtOnce(log, disk);
    }

    List<DiskStep> steps = disk.steps();
    Path wreck = Files.createDirectory(directory.resolve("wreck")).toRealPath().resolve("log");
    int[] acknowledged = new int[WRITERS];
    Set<Map<Path, ByteBuffer>> seen = new HashSet<>();
    for (int count = before; count <= steps.size(); count++) {
      if (steps.get(count - 1) instanceof DiskStep.Acknowledged done) {
        acknowledged[done.writer()] = done.writes();
        seen.clear(); // What was right before may be too old now.
      }
      for (Map<Path, ByteBuffer> left : PowerCut.after(steps.subList(0, count), false)) {
        if (seen.add(left)) {
          Files.write(wreck, left.get(path).array());
          verify("after step " + count, wreck, acknowledged);
        }
      }
    }
    assertThat(acknowledged).containsOnly(WRITES);
  }

  private static void writeAtOnce(SharedLog log, RecordingDisk disk) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int each = writer;
        running.add(threads.submit(() -> {
          for (int write = 1; write <= WRITES; write++) {
            // Two at once, so that half of a write would be seen.
            String value = each + " wrote " + write;
            apply(log, put(each, value), put(WRITERS + each, value));
            disk.record(new DiskStep.Acknowledged(each, write));
          }
        }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void verify(String when, Path wreck, int[] acknowledged) throws IOException {
    try (SharedLog log = Logs.open(new RecordingDisk().with(wreck), wreck)) {
      for (int writer = 0; writer < WRITERS; writer++) {
        String value = value(log, writer).orElse(writer + " wrote 0");
        int done = acknowledged[writer];
        assertThat(value)
            .as("%s, %d acknowledged", when, done)
            .isIn(writer + " wrote " + done, writer + " wrote " + (done + 1));
        assertThat(value(log, WRITERS + writer).orElse(writer + " wrote 0"))
            .as("%s, the other half", when)
            .isEqualTo(value);
      }
    }
  }
}
