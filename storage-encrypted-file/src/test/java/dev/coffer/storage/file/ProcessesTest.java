package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.StorageUnavailableException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes, each with several threads, over one store. */
class ProcessesTest {

  @TempDir
  Path directory;

  private Path log;

  @BeforeEach
  void create() throws Exception {
    log = directory.toRealPath().resolve("store");
    Stores.create(log).close();
  }

  @Test
  void everyAcknowledgedWriteOfTwoProcessesIsThere() throws Exception {
    try (SecureStorage storage = Stores.open(log)) {
      Process one = Children.start("write-in-threads", log.toString(), "one", "60");
      Process two = Children.start("write-in-threads", log.toString(), "two", "60");
      Set<String> acknowledged = new HashSet<>(Children.await(one));
      acknowledged.addAll(Children.await(two));

      assertThat(acknowledged).hasSize(2 * 4 * 60);
      for (String key : acknowledged) {
        String writer = key.substring(0, key.indexOf('-'));
        StorageScope scope = storage.scoped("children", writer);
        assertThat(scope.read(key))
            .as(key)
            .hasValueSatisfying(entry -> assertThat(entry.value()).isEqualTo(Child.valueOf(key)));
      }
    }
  }

  @Test
  void noIncrementIsLostBetweenTwoProcessesAndTwoClassLoaders() throws Exception {
    List<Process> children = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      children.add(Children.start("count", log.toString(), "-", "25"));
    }
    // A second loader in this JVM shares no static state with the first.
    try (IsolatedLoader loader = new IsolatedLoader()) {
      Thread isolated = loader.run(Child.class, "count", log.toString(), "-", "25");
      Child.main(new String[] {"count", log.toString(), "-", "25"});
      isolated.join();
      assertThat(loader.failure()).isNull();
    }
    for (Process child : children) {
      assertThat(Children.await(child)).containsOnly("counted 25").hasSize(4);
    }

    try (SecureStorage storage = Stores.open(log)) {
      assertThat(storage.read("counter"))
          .hasValueSatisfying(
              entry -> assertThat(entry.value()).isEqualTo(Secret.of("" + 4 * 4 * 25)));
    }
  }

  @Test
  void aLockThatAnotherProcessKeepsIsAnErrorThatNamesItAndNotForEver() throws Exception {
    Process holder = Children.start("hold", log.toString());
    assertThat(Children.output(holder).readLine()).isEqualTo("held");
    try (SecureStorage reader = Stores.openReadOnly(log)) {
      assertThatExceptionOfType(StorageUnavailableException.class)
          .isThrownBy(() -> SecureStorage.open(Stores.options(log).with("lock-timeout", "50ms")))
          .withMessageContaining(log + ".lock")
          .withMessageContaining("50 ms")
          .withMessageContaining("another process")
          .withMessageContaining("lock-timeout");
      assertThat(reader.list().items()).isEmpty();
    }

    try (OutputStream input = holder.getOutputStream()) {
      input.flush();
    }
    assertThat(holder.waitFor()).isZero();
    try (SecureStorage storage =
        SecureStorage.open(Stores.options(log).with("lock-timeout", "0ms"))) {
      storage.write("key", Secret.of("value"));
      assertThat(storage.read("key")).isPresent();
    }
  }

  @Test
  void aLockWhoseHolderIsKilledIsFree() throws Exception {
    Process holder = Children.start("hold", log.toString());
    assertThat(Children.output(holder).readLine()).isEqualTo("held");

    holder.destroyForcibly().waitFor();

    try (SecureStorage storage =
        SecureStorage.open(Stores.options(log).with("lock-timeout", "0ms"))) {
      storage.write("key", Secret.of("value"));
      assertThat(storage.read("key")).isPresent();
    }
  }
}
