package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageProviderContract;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The contract behind H2's server. */
@Tag("once")
class H2ServerContractTest extends StorageProviderContract {

  /** Tells other processes the server of this one. */
  private static final String PORT = "coffer.test.h2.port";

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
    return H2.sealed(url(place), place);
  }

  @Override
  protected Set<Guarantee> guarantees() {
    return Set.of(Guarantee.DURABLE);
  }

  private static String url(Place place) {
    return "jdbc:h2:tcp://localhost:" + port() + "/" + place.directory().resolve("tokens");
  }

  /** The files, and what the server says that is in them. */
  @Override
  protected List<byte[]> stored(Place place) throws Exception {
    List<byte[]> stored = new ArrayList<>(super.stored(place));
    stored.addAll(H2.dump(url(place)));
    return stored;
  }

  /** In another process there is no server, but a property that says where it is. */
  private static int port() {
    String told = System.getProperty(PORT);
    return told == null ? server.getPort() : Integer.parseInt(told);
  }

  @Override
  protected Map<String, String> childProperties() {
    return Map.of(PORT, Integer.toString(port()));
  }

  /** What is open has its connections to a server that is gone. */
  @Override
  protected boolean breakDown(Place place) throws SQLException {
    stopServer();
    startServer();
    return true;
  }
}
