/** Keeps records in an SQL database; the provider {@code jdbc}. */
@SuppressWarnings("requires-automatic") // Flyway has no module descriptor.
module dev.coffer.storage.jdbc {
  requires transitive dev.coffer.storage;
  requires transitive java.sql;
  requires static org.jspecify;
  requires com.zaxxer.hikari;
  requires flyway.core;

  exports dev.coffer.storage.jdbc;

  uses java.sql.Driver;

  provides dev.coffer.storage.spi.StorageProvider with
      dev.coffer.storage.jdbc.JdbcProvider;
}
