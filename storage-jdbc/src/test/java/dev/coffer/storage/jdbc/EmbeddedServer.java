package dev.coffer.storage.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Optional;

/**
 * PostgreSQL from Maven artifacts, for as long as this JVM lives; durable as by PostgreSQL's own
 * defaults, which are not those of the artifacts.
 */
final class EmbeddedServer {

  private EmbeddedServer() {}

  /** The URL of an administrator; empty where it does not start, which it says on the console. */
  static Optional<String> start() {
    try {
      EmbeddedPostgres postgres = EmbeddedPostgres.builder()
          .setServerConfig("fsync", "on")
          .setServerConfig("full_page_writes", "on")
          .setServerConfig("synchronous_commit", "on")
          .start(); // ends with this JVM
      return Optional.of(postgres.getJdbcUrl("postgres", "postgres"));
    } catch (IOException | RuntimeException failure) {
      System.err.println("PostgreSQL from Maven artifacts does not start: " + failure);
      return Optional.empty();
    }
  }
}
