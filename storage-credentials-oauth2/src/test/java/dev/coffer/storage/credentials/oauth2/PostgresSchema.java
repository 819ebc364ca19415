package dev.coffer.storage.credentials.oauth2;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/**
 * A schema that one test has for itself, on the PostgreSQL server that
 * {@code COFFER_TEST_POSTGRES_URL} names. Where it names none, that is said, and with
 * {@code CI=true} it is a failure.
 */
final class PostgresSchema implements AutoCloseable {

  private static final String VARIABLE = "COFFER_TEST_POSTGRES_URL";

  private final String url;
  private final String name;

  private PostgresSchema(String url, String name) {
    this.url = url;
    this.name = name;
  }

  static PostgresSchema create() {
    String url = System.getenv(VARIABLE);
    if (url == null || url.isEmpty()) {
      return missing();
    }
    String name = "c" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    PostgresSchema schema = new PostgresSchema(url, name);
    schema.sql("CREATE SCHEMA " + name);
    return schema;
  }

  private static PostgresSchema missing() {
    String message = "NO POSTGRESQL: " + VARIABLE + " names none. Its tests did not run.";
    System.err.println(message);
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(message);
    }
    return Assumptions.abort(message);
  }

  /** The options of {@code jdbc} that lead to it. */
  Map<String, String> options() {
    return Map.of("url", url, "schema", name);
  }

  private void sql(String statement) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    sql("DROP SCHEMA " + name + " CASCADE");
  }
}
