package dev.coffer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The class path and the module path both find every provider, and every store works from either.
 */
class PathsTest {

  private static final List<String> PROVIDERS = List.of(
      "dev.coffer.storage.crypto.TinkSealerProvider",
      "dev.coffer.storage.file.EncryptedFileProvider",
      "dev.coffer.storage.jdbc.JdbcProvider",
      "dev.coffer.storage.memory.MemoryProvider");

  @TempDir
  Path folder;

  private String[] stores() throws IOException {
    List<String> files = new ArrayList<>();
    for (Places place : Places.values()) {
      files.add(
          place.written(Files.createDirectory(folder.resolve(place.name()))).toString());
    }
    return files.toArray(new String[0]);
  }

  @Test
  void theClassPathFindsEveryProvider() throws IOException {
    assertFound(Jvm.onClassPath(ProvidersProcess.class, stores()), false);
  }

  @Test
  void theModulePathFindsEveryProvider() throws IOException {
    assertFound(Jvm.onModulePath(ProvidersProcess.class, stores()), true);
  }

  private static void assertFound(Jvm.Run run, boolean named) {
    List<String> expected = new ArrayList<>();
    PROVIDERS.forEach(provider -> expected.add(provider + " module " + named));
    expected.addAll(List.of("memory true", "memory true", "encrypted-file true", "jdbc true"));
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).containsExactlyElementsOf(expected);
    assertThat(run.exit()).isZero();
  }
}
