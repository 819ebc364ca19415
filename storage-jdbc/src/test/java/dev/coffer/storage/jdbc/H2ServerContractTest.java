package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageBackendContract;
import java.sql.SQLException;
import java.util.Set;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract behind H2's server. */
class H2ServerContractTest extends StorageBackendContract {

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
  protected StorageBackend open(Place place) {
    return H2.create(
        "jdbc:h2:tcp://localhost:" + server.getPort() + "/" + place.directory().resolve("tokens"));
  }

  @Override
  protected Set<Guarantee> guarantees() {
    return Set.of(Guarantee.DURABLE);
  }
}
