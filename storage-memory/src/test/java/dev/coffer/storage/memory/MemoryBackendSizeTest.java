package dev.coffer.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference stays short enough to be read at a glance and copied from. */
class MemoryBackendSizeTest {

  private static final Path SOURCE =
      Path.of("src", "main", "java", "dev", "coffer", "storage", "memory", "MemoryBackend.java");

  @Test
  void hasAtMost45LinesImportsIncluded() throws IOException {
    assertThat(Files.readAllLines(SOURCE)).hasSizeBetween(20, 45);
  }
}
