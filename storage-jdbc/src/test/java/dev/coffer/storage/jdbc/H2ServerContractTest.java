package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageProviderContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The contract behind H2's server: all places are stores in the tables of one database. */
@Tag("once")
class H2ServerContractTest extends StorageProviderContract {

  /** Tells other processes the database of this one. */
  private static final String URL = "coffer.test.h2.url";

  @TempDir
  static Path directory;

  private static Server server;

  /** Another user of the database: H2 closes one that nobody uses, which takes its time. */
  private static Connection otherUser;

  private static boolean isBroken;

  @BeforeAll
  static void startServer() throws SQLException {
    server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    otherUser = DriverManager.getConnection(url());
  }

  @AfterAll
  static void stopServer() throws SQLException {
    otherUser.close();
    server.stop();
  }

  @Override
  protected StorageOptions options(Place place) {
    return H2.sealed(url(), place).with("store", place.name());
  }

  @Override
  protected Set<Guarantee> guarantees() {
    return Set.of(Guarantee.DURABLE);
  }

  /** In another process there is no server, but a property that says where it is. */
  private static String url() {
    String told = System.getProperty(URL);
    return told != null
        ? told
        : "jdbc:h2:tcp://localhost:" + server.getPort() + "/" + directory.resolve("tokens");
  }

  /** The files, and what the server says that is in them. */
  @Override
  protected List<byte[]> stored(Place place) throws Exception {
    List<byte[]> stored = new ArrayList<>(super.stored(place));
    stored.add(Files.readAllBytes(directory.resolve("tokens.mv.db")));
    stored.addAll(H2.dump(url()));
    return stored;
  }

  @Override
  protected Map<String, String> childProperties() {
    return Map.of(URL, url());
  }

  /** What is open finds no records until {@link #repair}. */
  @Override
  protected boolean breakDown(Place place) {
    H2.sql(url(), "ALTER TABLE coffer_record RENAME TO away");
    isBroken = true;
    return true;
  }

  @AfterEach
  void repair() {
    if (isBroken) {
      isBroken = false;
      H2.sql(url(), "ALTER TABLE away RENAME TO coffer_record");
    }
  }
}
