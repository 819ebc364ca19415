package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.UnreadableStoreException;
import dev.coffer.storage.spi.StorageBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not there is made when create says so, and by nothing else. */
@Tag("once")
class CreationTest {

  @TempDir
  Path directory;

  @Test
  void fileThatIsNotThereIsNotMade() {
    assertThatThrownBy(() -> H2.open(H2.file(directory)))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContainingAll("'url'", "create=true");

    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void fileThatIsNoDatabaseIsUnreadableAndStaysAsItIs(int length) throws IOException {
    Path file = Files.write(directory.resolve("tokens.mv.db"), new byte[length]);

    assertThatThrownBy(() -> H2.open(H2.file(directory)))
        .isInstanceOf(UnreadableStoreException.class);

    assertThat(file).hasBinaryContent(new byte[length]);
    assertThat(directory).isDirectoryNotContaining(found -> !found.equals(file));
  }

  @Test
  void urlThatTurnsAutoCommitOffDoesNotMatter() {
    String url = H2.file(directory) + ";INIT=SET AUTOCOMMIT FALSE";

    try (StorageBackend backend = H2.create(url)) {
      H2.put(backend, 1);
    }

    try (StorageBackend backend = H2.open(H2.file(directory))) {
      assertThat(backend.get(H2.id(1))).isPresent();
    }
  }

  @Test
  void userWithoutRightsOfAnAdministratorCanLogIn() {
    String url = H2.file(directory);
    H2.create(url).close();
    H2.sql(
        url,
        "CREATE USER clerk PASSWORD 'clerk'",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA public TO clerk");

    try (StorageBackend backend = H2.open(url, "user", "clerk", "password", "clerk")) {
      H2.put(backend, 1);
      assertThat(backend.get(H2.id(1))).isPresent();
    }
  }

  @Test
  void memoryThatIsNotThereIsNotMade() {
    assertThatThrownBy(() -> H2.open("jdbc:h2:mem:nobody"))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContainingAll("'url'", "create=true");
  }

  @Test
  void tablesThatAreNotThereAreNotMade() {
    H2.sql(H2.file(directory), "CREATE TABLE theirs (id INT)");

    assertThatThrownBy(() -> H2.open(H2.file(directory)))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContainingAll(
            "coffer_store", "coffer_record", "'PUBLIC'", "'default'", "create=true");
    assertThatThrownBy(() -> H2.open(H2.theirs(H2.source(H2.file(directory)))))
        .isInstanceOf(StorageConfigurationException.class);

    assertThat(tables()).containsExactly("THEIRS");
  }

  @Test
  void storeThatIsNotThereIsNotMade() {
    H2.create(H2.file(directory), "store", "first").close();

    assertThatThrownBy(() -> H2.open(H2.file(directory), "store", "second"))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContainingAll("'second'", "create=true");
  }

  @Test
  void createOpensWhatIsThere() {
    StorageBackend first = H2.create(H2.file(directory));
    H2.put(first, 1);
    first.close();

    StorageBackend second = H2.create(H2.file(directory));

    assertThat(second.get(H2.id(1))).isPresent();
    assertThat(second.storeId().orElseThrow()).isEqualTo(first.storeId().orElseThrow());
    second.close();
  }

  @Test
  void storesOfOneDatabaseAreStrangersToEachOther() {
    try (StorageBackend first = H2.create(H2.file(directory), "store", "first");
        StorageBackend second = H2.create(H2.file(directory), "store", "second")) {
      H2.put(first, 1);
      H2.put(second, 2);

      first.removePrefix(H2.id(2));
      assertThat(first.get(H2.id(2))).isEmpty();
      assertThat(second.get(H2.id(2))).isPresent();
      assertThat(second.get(H2.id(1))).isEmpty();
      assertThat(first.storeId().orElseThrow()).isNotEqualTo(second.storeId().orElseThrow());
    }
  }

  @Test
  void severalThatCreateAtOnceEndWithOneStore() throws Exception {
    for (int round = 0; round < 10; round++) {
      String url = "jdbc:h2:" + directory.resolve("tokens" + round);
      List<StorageBackend> all = atOnce(4, () -> H2.create(url));

      H2.put(all.get(0), 1);

      assertThat(all).allSatisfy(backend -> {
        assertThat(backend.get(H2.id(1))).isPresent();
        assertThat(backend.storeId().orElseThrow())
            .isEqualTo(all.get(0).storeId().orElseThrow());
      });
      all.forEach(StorageBackend::close);
    }
  }

  static <T> List<T> atOnce(int count, Callable<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    CyclicBarrier start = new CyclicBarrier(count);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        running.add(threads.submit(() -> {
          start.await();
          return work.call();
        }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : running) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }

  private List<String> tables() {
    return H2.column(
        H2.file(directory),
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC'");
  }
}
