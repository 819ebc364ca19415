package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operating system sees a sync of the database's file before a durable write returns. */
class SyncTest {

  private static final int WRITES = 5;

  private static final Pattern SYNC =
      Pattern.compile("(fsync|fdatasync)\\(\\d+<[^>]*tokens\\.mv\\.db>\\) += 0");
  private static final Pattern WRITE =
      Pattern.compile("(pwrite64|write)\\(\\d+<[^>]*tokens\\.mv\\.db>.*");
  private static final Pattern SAID = Pattern.compile("write\\(1<pipe:[^>]*>, \"(\\d+)\\\\n\".*");

  @TempDir
  Path directory;

  @Test
  void everyWriteIsSyncedBeforeItReturns() throws Exception {
    List<String> calls = trace(H2.file(directory));

    boolean written = false;
    boolean synced = false;
    int said = 0;
    for (String call : calls) {
      if (SYNC.matcher(call).find()) {
        synced = written;
      } else if (WRITE.matcher(call).find()) {
        written = true;
        synced = false;
      } else if (SAID.matcher(call).find()) {
        said++;
        assertThat(synced).as("synced before it was said: %s", call).isTrue();
        written = false;
        synced = false;
      }
    }
    assertThat(said).isEqualTo(WRITES);
  }

  @Test
  void withoutDurabilityThereIsNoSync() throws Exception {
    List<String> calls = trace(H2.file(directory) + ";WRITE_DELAY=10000");

    int firstSaid = firstIndexOf(SAID, calls);
    int lastSaid = calls.size() - 1 - firstIndexOf(SAID, reversed(calls));
    assertThat(calls.subList(firstSaid, lastSaid)).noneMatch(SYNC.asPredicate());
  }

  /** System calls of a process that writes records, in order; fails where there is no strace. */
  private List<String> trace(String url) throws Exception {
    H2.create(H2.file(directory)).close();
    Path log = directory.resolve("strace.log");
    List<String> strace = List.of(
        "strace",
        "-f",
        "-y",
        "-e",
        "trace=fsync,fdatasync,msync,write,pwrite64",
        "-o",
        log.toString());
    Process process =
        Java.start(strace, EndlessWriter.class, url, "1", "" + WRITES).process();
    process.getInputStream().readAllBytes();

    assertThat(process.waitFor()).isZero();
    return Files.readAllLines(log);
  }

  private static int firstIndexOf(Pattern pattern, List<String> calls) {
    for (int i = 0; i < calls.size(); i++) {
      if (pattern.matcher(calls.get(i)).find()) {
        return i;
      }
    }
    throw new AssertionError("There is no such call: " + pattern);
  }

  private static List<String> reversed(List<String> calls) {
    List<String> reversed = new java.util.ArrayList<>(calls);
    java.util.Collections.reverse(reversed);
    return reversed;
  }
}
