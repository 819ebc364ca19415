package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.StorageBackend;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A database guarantees what is true of it, by its place, its settings and its release. */
class H2DialectTest {

  @TempDir
  Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"", "file:", "async:"})
  void fileIsDurable(String fileSystem) {
    assertThat(guarantees("jdbc:h2:" + fileSystem + directory.resolve("tokens")))
        .containsExactly(Guarantee.DURABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mem:tokens", "memFS:tokens", "nioMemFS:tokens"})
  void memoryGuaranteesNothing(String place) {
    assertThat(guarantees("jdbc:h2:" + place)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"500", "1"})
  void whoeverAsksForAWriteDelayGetsNoDurability(String delay) {
    assertThat(guarantees(H2.file(directory) + ";WRITE_DELAY=" + delay)).isEmpty();
  }

  @Test
  void writeDelayOfAnEarlierSessionIsOverruled() {
    H2.sql(H2.file(directory), "SET WRITE_DELAY 700");

    assertThat(guarantees(H2.file(directory))).containsExactly(Guarantee.DURABLE);
  }

  @Test
  void h2IsNeverShared() {
    assertThat(guarantees(H2.file(directory) + ";AUTO_SERVER=TRUE"))
        .containsExactly(Guarantee.DURABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "2.5.252, false",
    "2.5.230, false",
    "2.10.1, false",
    "3.4.1, false",
    "2.4.240, true",
    "2.3.232, true",
    "2.2.224, false",
    "1.4.200, false",
  })
  void releasesThatLoseTheLastCommitsAreNotDurable(String version, boolean finds) {
    assertThat(H2Dialect.findsLastCommits(version)).isEqualTo(finds);
  }

  private static Set<Guarantee> guarantees(String url) {
    try (StorageBackend backend = H2.create(url)) {
      return backend.guarantees();
    }
  }
}
