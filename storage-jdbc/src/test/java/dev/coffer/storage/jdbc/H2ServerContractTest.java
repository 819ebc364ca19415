package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageProviderContract;
import java.sql.SQLException;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract behind H2's server. */
class H2ServerContractTest extends StorageProviderContract {

  private static Server server;

  @BeforeAll
  static void startServer() throws SQLException {
    server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
  }

  @AfterAll
  static void stopServer() {
    server.stop();
  }

  @Override
  protected StorageOptions options(Place place) {
    return H2.sealed(
        "jdbc:h2:tcp://localhost:" + server.getPort() + "/" + place.directory().resolve("tokens"),
        place);
  }
}
