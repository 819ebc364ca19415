package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jazzer, in a process of its own, on what opens a file that anybody may have written. It begins
 * with the committed corpus.
 */
@Tag("once")
class FuzzTest {

  private static final Path CORPUS = Path.of("src", "test", "resources", "fuzz");

  @TempDir
  Path directory;

  @Test
  void whateverBytesAreOpenedAsALogItIsReadOrRefused() throws Exception {
    fuzz(LogFuzz.class, "log");
  }

  @Test
  void whateverBytesAreOpenedAsAKeyringItIsOpenedOrUnavailable() throws Exception {
    fuzz(KeyringFuzz.class, "keyring");
  }

  private void fuzz(Class<?> target, String corpus) throws Exception {
    Path found = Files.createDirectory(directory.resolve("found"));
    Path output = directory.resolve("output");
    List<String> command = List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+EnableDynamicAgentLoading",
        "-Xmx1g",
        "-cp",
        System.getProperty("java.class.path"),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + target.getName(),
        "--instrumentation_includes=dev.coffer.**",
        "-max_total_time=" + Effort.of(30, 1_800),
        "-max_len=8192",
        "-timeout=20",
        "-artifact_prefix=" + directory + "/",
        found.toString(),
        CORPUS.resolve(corpus).toAbsolutePath().toString());
    Process jazzer = new ProcessBuilder(command)
        .directory(directory.toFile()) // where it leaves what it finds
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    int exit = jazzer.waitFor();

    String said = Files.readString(output);
    assertThat(exit).as(said).isZero();
    assertThat(said).as("inputs were tried").contains("DONE");
  }
}
