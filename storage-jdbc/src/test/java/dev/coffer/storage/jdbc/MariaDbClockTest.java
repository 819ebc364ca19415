package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MariaDB's clock, which no time zone of a session changes. */
class MariaDbClockTest {

  /** One of them is in the hour that comes twice in Europe's autumn. */
  @ParameterizedTest
  @CsvSource({
    "+00:00, 2026-10-25T00:30:00.250Z",
    "+02:00, 2026-10-25T00:30:00.250Z",
    "+01:00, 2026-10-25T01:30:00.250Z",
    "-12:00, 2026-03-29T01:30:00.750Z",
    "+13:00, 2027-01-01T00:00:00.001Z"
  })
  void isReadInUtc(String zone, Instant time) throws SQLException {
    try (TestDatabase database = Server.MARIADB.newDatabase();
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET time_zone = '" + zone + "'");
      statement.execute("SET timestamp = " + time.toEpochMilli() + " / 1000");

      assertThat(new MariaDbDialect().millis(connection)).hasValue(time.toEpochMilli());
    }
  }
}
