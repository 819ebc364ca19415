package dev.coffer.storage.jdbc;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.utility.DockerImageName;

/** Servers in containers, which Testcontainers removes when this JVM ends. */
final class Containers {

  private static final String PASSWORD = "only-on-loopback";

  private Containers() {}

  /** The URL of an administrator; empty where no Docker engine answers. */
  static Optional<String> postgres(String image) {
    return start(
            image,
            5432,
            Map.of("POSTGRES_PASSWORD", PASSWORD),
            Wait.forLogMessage(".*database system is ready to accept connections.*\\s", 2))
        .map(
            place -> "jdbc:postgresql://" + place + "/postgres?user=postgres&password=" + PASSWORD);
  }

  /** The URL of an administrator; empty where no Docker engine answers. */
  static Optional<String> mariaDb(String image) {
    return start(
            image,
            3306,
            Map.of("MARIADB_ROOT_PASSWORD", PASSWORD),
            Wait.forLogMessage(".*port: 3306.*\\s", 1))
        .map(place ->
            "jdbc:mariadb://" + place + "/?user=root&sslMode=disable&password=" + PASSWORD);
  }

  /** The container lives as long as this JVM. */
  @SuppressWarnings("resource")
  private static Optional<String> start(
      String image, int port, Map<String, String> environment, WaitStrategy ready) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.empty();
    }
    GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image))
        .withEnv(environment)
        .withExposedPorts(port)
        .waitingFor(ready.withStartupTimeout(Duration.ofMinutes(2)));
    container.start();
    Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
    return Optional.of(container.getHost() + ":" + container.getMappedPort(port));
  }
}
