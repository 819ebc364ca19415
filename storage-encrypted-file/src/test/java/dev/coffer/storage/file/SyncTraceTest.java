package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operating system is asked for, as {@code strace} sees it; it must be installed. */
class SyncTraceTest {

  private static final int WRITES = 5;

  @TempDir
  Path directory;

  @Test
  void theLogIsSyncedBetweenTheLastDataOfAWriteAndItsAcknowledgement() throws Exception {
    Path log = directory.toRealPath().resolve("store");
    Stores.create(log).close();

    List<String> calls = trace("write", log.toString(), "traced", "" + WRITES);

    String file = "<" + log + ">";
    int acknowledged = 0;
    boolean written = false;
    boolean synced = false;
    for (String call : calls) {
      boolean onLog = call.contains(file);
      if (onLog && begins(call, "write(", "pwrite64(")) {
        written = true;
        synced = false;
      } else if (onLog && begins(call, "fsync(", "fdatasync(")) {
        assertThat(call).endsWith("= 0");
        synced = true;
      } else if (call.startsWith("write(1<") && call.contains("traced-")) {
        assertThat(written).as("data was written before %s", call).isTrue();
        assertThat(synced).as("and synced before %s", call).isTrue();
        acknowledged++;
        written = false;
      }
    }
    assertThat(acknowledged).isEqualTo(WRITES);
  }

  @Test
  void aNewLogIsSyncedBeforeItIsNamedAndItsDirectoryAfter() throws Exception {
    Path log = directory.toRealPath().resolve("new").resolve("store");

    List<String> calls = trace("create", log.toString());

    int synced = indexOf(calls, "fdatasync(", ".new>");
    int named = indexOf(calls, "link(", "\"" + log + "\"");
    int directorySynced = lastIndexOf(calls, "fsync(", "<" + log.getParent() + ">");
    int parentSynced = indexOf(calls, "fsync(", "<" + log.getParent().getParent() + ">");
    assertThat(synced).as("the new file's sync").isNotNegative().isLessThan(named);
    assertThat(directorySynced).as("its directory's sync").isGreaterThan(named);
    assertThat(parentSynced).as("the sync of the directory's own entry").isNotNegative();
  }

  /** The calls of the thread that runs {@link Child}, in order, file descriptors with paths. */
  private List<String> trace(String... arguments) throws IOException, InterruptedException {
    Path traces = Files.createDirectory(directory.resolve("traces"));
    List<String> strace = List.of(
        "strace",
        "-ff", // a file for each thread
        "-y",
        "-s",
        "200",
        "-e",
        "trace=fsync,fdatasync,pwrite64,write,link,openat",
        "-e",
        "signal=none",
        "-o",
        traces.resolve("thread").toString());
    Children.await(Children.start(strace, arguments));
    try (Stream<Path> files = Files.list(traces)) {
      List<String> calls = new ArrayList<>();
      for (Path file : (Iterable<Path>) files::iterator) {
        List<String> lines = Files.readAllLines(file);
        if (lines.stream().anyMatch(line -> line.contains("sync("))) {
          assertThat(calls).as("one thread syncs").isEmpty();
          calls.addAll(lines);
        }
      }
      assertThat(calls).as("strace saw a sync").isNotEmpty();
      return calls;
    }
  }

  private static boolean begins(String call, String... names) {
    return Stream.of(names).anyMatch(call::startsWith);
  }

  private static int indexOf(List<String> calls, String begin, String part) {
    return calls.indexOf(calls.stream()
        .filter(call -> call.startsWith(begin) && call.contains(part))
        .findFirst()
        .orElse(""));
  }

  private static int lastIndexOf(List<String> calls, String begin, String part) {
    for (int i = calls.size() - 1; i >= 0; i--) {
      if (calls.get(i).startsWith(begin) && calls.get(i).contains(part)) {
        return i;
      }
    }
    return -1;
  }
}
