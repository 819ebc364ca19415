package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many more threads than connections, on one carrier where they are virtual (JDK 21 and later);
 * before, they are the platform's.
 */
@ParameterizedClass
@MethodSource(Server.THERE)
class ManyCallersTest {

  @Parameter
  Server server;

  private TestDatabase database;

  @BeforeEach
  void makeDatabase() {
    database = server.newDatabase();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ours", "theirs"})
  void allAreAnsweredAndNoneKeepsTheOthersFromTheirCarrier(String pool) throws Exception {
    List<String> options = new ArrayList<>(List.of(
        "-Djdk.virtualThreadScheduler.parallelism=1",
        "-Djdk.virtualThreadScheduler.maxPoolSize=1"));
    database.properties().forEach((name, value) -> options.add("-D" + name + "=" + value));
    Process callers = Java.startWith(options, ManyCallers.class, pool).process();
    try (var said = callers.inputReader()) {
      assertThat(said.readLine()).isEqualTo(ManyCallers.DONE + "1000, others went on: true");
      assertThat(callers.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      callers.destroyForcibly();
    }
  }
}
