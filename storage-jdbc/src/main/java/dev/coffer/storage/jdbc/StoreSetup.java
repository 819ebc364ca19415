package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Finds a store in a database; tables and store that are not there are made if
 * {@link StorageOptions#CREATE} says so, by several at once if need be.
 */
final class StoreSetup {

  private final String name;
  private final boolean create;
  private final Dialect dialect;
  private final boolean durable;
  private final Schema schema;
  private final StoreTable stores;

  StoreSetup(StorageOptions options, Dialect dialect, Set<Guarantee> guarantees) {
    this.name = options.get(JdbcProvider.STORE);
    this.create = options.get(StorageOptions.CREATE);
    this.dialect = dialect;
    this.durable = guarantees.contains(Guarantee.DURABLE);
    this.schema = new Schema(dialect);
    this.stores = new StoreTable(dialect, new SecureRandom());
  }

  /** The id of the store. */
  byte[] open(DataSource source) throws SQLException {
    if (!isSchemaCurrent(source)) {
      migrate(source);
    }
    try (Lease lease = Lease.ofTheirs(source, dialect)) {
      Optional<byte[]> found = stores.find(lease.connection(), name);
      if (found.isPresent()) {
        return found.get();
      }
      if (!create) {
        throw new StorageConfigurationException("The tables hold no store of the name '"
            + name
            + "' (option 'store'); with create=true it is made.");
      }
      return create(lease);
    }
  }

  /** Tables of an earlier version are brought up to date whoever opens them. */
  private boolean isSchemaCurrent(DataSource source) throws SQLException {
    try (Lease lease = Lease.ofTheirs(source, dialect)) {
      boolean current = schema.isCurrent(lease.connection());
      if (!current && !create && !schema.exists(lease.connection())) {
        throw new StorageConfigurationException(
            "There are no tables of Coffer in the database's schema '"
                + lease.connection().getSchema()
                + "': looked for coffer_store and coffer_record, of which "
                + Schema.HISTORY
                + " tells, for the store '"
                + name
                + "'; with create=true they are made.");
      }
      return current;
    }
  }

  /** Whoever waited for somebody else to do it finds it done. */
  private void migrate(DataSource source) throws SQLException {
    try (Lease lease = Lease.ofTheirs(source, dialect)) {
      lease.begin();
      dialect.lockSchema(lease.connection());
      if (!schema.isCurrent(lease.connection())) {
        schema.migrate(source);
      }
    }
  }

  private byte[] create(Lease lease) throws SQLException {
    lease.begin();
    stores.create(lease.connection(), name);
    lease.commit();
    if (durable) {
      dialect.syncCreation(lease.connection());
    }
    return stores
        .find(lease.connection(), name)
        .orElseThrow(() -> new SQLException("The new store has vanished."));
  }
}
