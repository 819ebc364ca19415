package dev.coffer.storage.credentials.oauth2;

import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fleet over one PostgreSQL. */
class FleetOnPostgresTest extends FleetOfProcesses {

  private PostgresSchema schema;

  @BeforeEach
  void createSchema() {
    schema = PostgresSchema.create();
  }

  @Override
  Properties place() {
    Properties properties = new Properties();
    properties.setProperty("coffer.provider", "jdbc");
    schema.options().forEach((name, value) -> properties.setProperty("coffer." + name, value));
    return properties;
  }

  @AfterEach
  void dropSchema() {
    endAll();
    if (schema != null) {
      schema.close();
    }
  }
}
