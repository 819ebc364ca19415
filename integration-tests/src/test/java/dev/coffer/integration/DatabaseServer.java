package dev.coffer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The servers that the environment names, of a user who may make schemas. One that is missing is
 * said to be, and with {@code CI=true} it is a failure.
 */
enum DatabaseServer {
  POSTGRESQL("COFFER_TEST_POSTGRES_URL", " CASCADE"),
  MARIADB("COFFER_TEST_MARIADB_URL", "");

  private final String variable;
  private final String withTables;

  DatabaseServer(String variable, String withTables) {
    this.variable = variable;
    this.withTables = withTables;
  }

  String url() {
    return Optional.ofNullable(System.getenv(variable)).orElseGet(this::missing);
  }

  private String missing() {
    String message = "NO " + this + ": " + variable + " names none. Copies were not tried with it.";
    System.err.println(message);
    assertThat(System.getenv("CI")).as(message).isNotEqualTo("true");
    return Assumptions.abort(message);
  }

  void makeSchema(String name) throws SQLException {
    execute("CREATE SCHEMA " + name);
  }

  void dropSchema(String name) throws SQLException {
    execute("DROP SCHEMA " + name + withTables);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
