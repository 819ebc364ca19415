package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** A server whose disk is full: one in memory that has room for the database and little more. */
class FullDiskTest {

  private static final int VALUE = 500_000;
  private static final int AT_MOST = 200;
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  @Test
  void aWriteIsRefusedInTimeAndWhatWasWrittenStays() throws Exception {
    try (OwnServers servers = OwnServers.inNewFolder()) {
      Path disk = Files.createDirectory(servers.folder("data"));
      OwnServers.require(
          run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString()) == 0,
          "FILE SYSTEM IN MEMORY, which only root can mount");
      try {
        servers.handOver(disk);
        // Its log has room: without it the server would end itself.
        servers.initialise("data", "-X", servers.folder("log-of-data").toString());
        fill(servers.serve("data"));
      } finally {
        servers.end();
        assertThat(run("umount", disk.toString())).isZero();
      }
    }
  }

  private static void fill(int port) {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + OwnServers.USER;
    try (StorageBackend backend = H2.open(
        H2.options(url), "create", "true", "call-timeout", CALL_TIMEOUT.toSeconds() + "s")) {
      int written = 0;
      Throwable refused = null;
      long begun = 0;
      while (refused == null && written < AT_MOST) {
        StoredRecord next = large(written);
        begun = System.nanoTime();
        refused = catchThrowable(() -> backend.apply(List.of(H2.put(next)), 0));
        written += refused == null ? 1 : 0;
      }

      assertThat(refused)
          .isInstanceOf(StorageUnavailableException.class)
          .hasMessageContaining("no room left on its disk");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(CALL_TIMEOUT);
      assertThat(written).isPositive();
      assertThat(backend.get(H2.id(written - 1))).isPresent();
      assertThat(backend.get(H2.id(written))).isEmpty();
    }
  }

  /** Of bytes that no server makes smaller. */
  private static StoredRecord large(int number) {
    byte[] value = new byte[VALUE];
    ThreadLocalRandom.current().nextBytes(value);
    return StoredRecord.builder(H2.id(number), H2.version()).value(value).build();
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
