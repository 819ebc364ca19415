package dev.coffer.storage.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.ForwardingBackend;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.tck.Place;
import dev.coffer.storage.tck.StorageBackendContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** The contract over a data source of the application's, which asks for durability itself. */
@Tag("once")
class H2DataSourceContractTest extends StorageBackendContract {

  private final List<HikariDataSource> pools = new ArrayList<>();

  @Override
  protected StorageBackend open(Place place) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl("jdbc:h2:" + place.directory().resolve("tokens") + ";WRITE_DELAY=0");
    pools.add(pool);
    return new ForwardingBackend(H2.over(pool)) {
      @Override
      public void close() {
        super.close();
        // Or else no other process could open the file.
        pool.close();
      }
    };
  }

  @AfterEach
  void closePools() {
    pools.forEach(HikariDataSource::close);
  }

  @Override
  protected Set<Guarantee> guarantees() {
    return Set.of(Guarantee.DURABLE);
  }
}
