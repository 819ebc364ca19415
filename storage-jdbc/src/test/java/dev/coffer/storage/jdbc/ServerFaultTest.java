package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server does not do is one clear exception, within the time that the options give. */
@ParameterizedClass
@MethodSource(Server.THERE)
@Tag("once")
class ServerFaultTest {

  /** One wait for a connection, one for an answer, and one more for what a busy machine needs. */
  private static final Duration AT_MOST = Duration.ofSeconds(8);

  @Parameter
  Server server;

  private TestDatabase database;
  private Wire wire;

  @BeforeEach
  void makeDatabase() throws IOException {
    database = server.newDatabase();
    wire = new Wire(server);
  }

  @AfterEach
  void dropDatabase() {
    wire.close();
    database.close();
  }

  private StorageBackend open() {
    return H2.open(
        database.through(wire).with("create", "true"),
        "connection-timeout",
        "1s",
        "call-timeout",
        "1s");
  }

  @Test
  void serverThatIsDownIsSaidToBe() {
    try (StorageBackend backend = open()) {
      H2.put(backend, 1);
      wire.close();

      List<Runnable> calls = List.of(
          () -> backend.get(H2.id(1)),
          () -> backend.apply(List.of(H2.put(H2.record(2)), H2.put(H2.record(3))), 0),
          () -> H2.put(backend, 2));
      for (Runnable call : calls) {
        assertFailsInTime(call, StorageUnavailableException.class, "no connection was to be had");
      }
    }
    assertFailsInTime(this::open, StorageUnavailableException.class, "no connection was to be had");
  }

  @Test
  void serverThatDoesNotAnswerIsGivenUp() {
    try (StorageBackend backend = open()) {
      H2.put(backend, 1);
      wire.hold();

      assertFailsInTime(
          () -> H2.put(backend, 2), OutcomeUnknownException.class, "in the middle of a commit");
      assertFailsInTime(
          () -> backend.get(H2.id(1)), StorageUnavailableException.class, "no connection");
      wire.close();
    }
  }

  @Test
  void endedSessionsAreReplaced() {
    try (StorageBackend backend = open()) {
      H2.put(backend, 1);
      for (int round = 0; round < 3; round++) {
        database.endConnections();
        assertThat(backend.get(H2.id(1))).isPresent();
        database.endConnections();
        backend.apply(List.of(H2.put(H2.record(2)), H2.put(H2.record(3))), 0);
        database.endConnections();
        StoredRecord next = H2.record(4 + round);
        backend.apply(List.of(Change.put(next, Expectation.ABSENT)), 0);
        assertThat(backend.get(next.id())).contains(next);
      }
    }
  }

  @Test
  void tooManyConnectionsAreSaidToBe() throws SQLException {
    database.create().close();
    limitConnections(2);
    try (Connection one = database.connect();
        Connection two = database.connect()) {
      assertThat(one.isValid(1) && two.isValid(1)).isTrue();
      assertFailsInTime(
          () -> database.open().close(),
          StorageUnavailableException.class,
          "gives out no further connection");
    }
  }

  private void limitConnections(int most) {
    server.administer(admin -> admin.execute(
        server == Server.POSTGRESQL
            ? "ALTER ROLE " + database.name() + " CONNECTION LIMIT " + most
            : "ALTER USER " + database.name() + "@'%' WITH MAX_USER_CONNECTIONS " + most));
  }

  @Test
  void userWhoMayNotWriteIsToldSo() {
    database.create().close();
    try (TestDatabase reader = server.newDatabase()) {
      server.administer(admin -> server.letRead(admin, database, reader.name()));
      try (StorageBackend backend = H2.open(
          database.options().with("user", reader.name()).with("password", reader.password()))) {
        assertThat(backend.get(H2.id(1))).isEmpty();
        assertFailsInTime(
            () -> H2.put(backend, 1),
            StorageUnavailableException.class,
            "the user may not do this");
      }
      server.administer(admin -> server.letNothing(admin, database, reader.name()));
    }
  }

  private static void assertFailsInTime(
      Runnable call, Class<? extends RuntimeException> type, String message) {
    long begin = System.nanoTime();
    assertThatThrownBy(call::run)
        .isInstanceOf(type)
        .hasMessageContaining(message)
        .hasMessageContaining("SQLState");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_MOST);
  }
}
