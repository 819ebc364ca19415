package dev.coffer.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageProviderContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract over a data source of the application's, which asks for durability itself. */
class H2DataSourceContractTest extends StorageProviderContract {

  private final List<HikariDataSource> pools = new ArrayList<>();

  @Override
  protected StorageOptions options(Place place) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl("jdbc:h2:" + place.directory().resolve("tokens") + ";WRITE_DELAY=0");
    pools.add(pool);
    return H2.theirs(pool).with("master-key", "file:" + place.directory().resolve("master.key"));
  }

  @AfterEach
  void closePools() {
    pools.forEach(HikariDataSource::close);
  }
}
