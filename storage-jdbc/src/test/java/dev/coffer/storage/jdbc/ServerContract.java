package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageProviderContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** The contract on a database server: all places are stores in the tables of one database. */
@Tag("once")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerContract extends StorageProviderContract {

  private final Server server;
  private TestDatabase database;
  private boolean broken;

  ServerContract(Server server) {
    this.server = server;
  }

  /** Or else no rule would run: that is said before the first one. */
  @BeforeAll
  void requireServer() {
    database();
  }

  /** In another process it is the one that this process has told of. */
  private synchronized TestDatabase database() {
    if (database == null) {
      database = TestDatabase.isTold() ? TestDatabase.told() : server.newDatabase();
    }
    return database;
  }

  @Override
  protected StorageOptions options(Place place) {
    return database()
        .options()
        .with("store", place.name())
        .with("master-key", "file:" + place.directory().resolve("master.key"));
  }

  @Override
  protected Map<String, String> childProperties() {
    return database().properties();
  }

  @Override
  protected List<byte[]> stored(Place place) {
    return database().stored(place.name());
  }

  @Override
  protected boolean breakDown(Place place) {
    database().breakDown();
    broken = true;
    return true;
  }

  @AfterEach
  void repair() {
    if (broken) {
      broken = false;
      database().repair();
    }
  }

  @AfterAll
  void dropDatabase() {
    if (database != null) {
      database.close();
    }
  }
}
