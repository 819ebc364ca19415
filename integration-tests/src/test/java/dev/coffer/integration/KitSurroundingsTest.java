package dev.coffer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import dev.coffer.storage.tck.StorageBackendContract;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kit runs with the oldest JUnit that it is for, and on the module path, and comes to the same
 * verdict as with the newest on the class path, where every module's own tests run it.
 */
@Tag("once")
class KitSurroundingsTest {

  private static final Path OLDEST_JUNIT =
      Path.of(System.getProperty("coffer.junit.oldest", "coffer.junit.oldest is not set"));

  private static final Path OLDER_JUNIT =
      Path.of(System.getProperty("coffer.junit.older", "coffer.junit.older is not set"));

  @TempDir
  Path reports;

  @ParameterizedTest
  @ValueSource(classes = {MemoryKit.class, EncryptedFileKit.class})
  void theOldestJUnit(Class<?> contract) {
    List<Path> jars = withKit(List.of(OLDEST_JUNIT));

    assertCompatible(
        Jvm.onClassPath(jars, KitProcess.class, contract.getName(), reports.toString()),
        false,
        // The version of the JUnit Platform that belongs to JUnit Jupiter 5.13.
        "1.13.");
  }

  @Test
  void anOlderJUnitIsNamedAndNoRuleIsRun() {
    Jvm.Run run = Jvm.onClassPath(
        withKit(List.of(OLDER_JUNIT)),
        KitProcess.class,
        MemoryKit.class.getName(),
        reports.toString());

    assertThat(run.out().lines().toList())
        .as(run.err())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("kit in module false"),
            line -> assertThat(line).startsWith("JUnit 1.10."),
            line -> assertThat(line)
                .startsWith("FAILED MemoryKit")
                .contains("needs JUnit 5.13 or later, and runs with 5.10"));
    assertThat(reports).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(classes = {MemoryKit.class, EncryptedFileKit.class})
  void theModulePath(Class<?> contract) {
    List<Path> jars = withKit(newestJUnit());

    assertCompatible(
        Jvm.onModulePath(jars, KitProcess.class, contract.getName(), reports.toString()),
        true,
        "6.");
  }

  private static void assertCompatible(Jvm.Run run, boolean named, String junit) {
    assertThat(run.out().lines().toList())
        .as(run.err())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("kit in module " + named),
            line -> assertThat(line).startsWith("JUnit " + junit),
            line -> assertThat(line).isEqualTo("verdict compatible"),
            line -> assertThat(line).isEqualTo("many rules true"));
    assertThat(run.exit()).isZero();
  }

  /** What the providers run on, the kit, and what it runs on, JUnit apart. */
  private static List<Path> withKit(List<Path> junit) {
    List<Path> jars = new ArrayList<>(junit);
    jars.add(Jvm.jarOf(StorageBackendContract.class));
    File[] published = Jvm.JARS.toFile().listFiles((folder, name) -> isBackend(name));
    Arrays.stream(published).map(File::toPath).forEach(jars::add);
    if (jars.stream().noneMatch(jar -> jar.getFileName().toString().startsWith("gson"))) {
      jars.add(Jvm.jarOf(Gson.class));
    }
    return jars;
  }

  private static boolean isBackend(String jar) {
    return !jar.startsWith("junit")
        && !jar.startsWith("opentest4j")
        && !jar.startsWith("apiguardian")
        && !jar.startsWith("storage-cli")
        && !jar.startsWith("storage-tck");
  }

  private static List<Path> newestJUnit() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(jar -> {
          String name = jar.getFileName().toString();
          return name.startsWith("junit")
              || name.startsWith("opentest4j")
              || name.startsWith("apiguardian");
        })
        .toList();
  }
}
