package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.UnreadableStoreException;
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
  private final Tables tables;
  private final SchemaMode mode;
  private final boolean durable;
  private final Schema schema;
  private final StoreTable stores;

  StoreSetup(StorageOptions options, Dialect dialect, Tables tables, Set<Guarantee> guarantees) {
    this.name = options.get(JdbcProvider.STORE);
    this.create = options.get(StorageOptions.CREATE);
    this.dialect = dialect;
    this.tables = tables;
    this.mode = SchemaMode.of(options, dialect);
    this.durable = guarantees.contains(Guarantee.DURABLE);
    this.schema = new Schema(dialect, tables);
    this.stores = new StoreTable(dialect, tables, new SecureRandom());
  }

  /** The id of the store. */
  byte[] open(DataSource source) throws SQLException {
    if (mode != SchemaMode.NONE && !isSchemaCurrent(source)) {
      migrate(source);
    }
    Optional<byte[]> found = find(source);
    if (found.isPresent()) {
      return found.get();
    }
    if (!create) {
      throw new StorageConfigurationException("The tables hold no store of the name '"
          + name
          + "' (option 'store'); with create=true it is made.");
    }
    create(source);
    return find(source).orElseThrow(() -> new SQLException("The new store has vanished."));
  }

  private Optional<byte[]> find(DataSource source) throws SQLException {
    try (Lease lease = Lease.ofTheirs(source, dialect)) {
      return stores.find(lease.connection(), name);
    }
  }

  /** Whether the tables are there as this release needs them, or may be made so. */
  private boolean isSchemaCurrent(DataSource source) throws SQLException {
    try (Lease lease = Lease.ofTheirs(source, dialect)) {
      boolean current = schema.isCurrent(lease.connection());
      if (!current) {
        requireLeave(lease);
      }
      return current;
    }
  }

  /** Tables of an earlier version are brought up to date by whoever opens them and may. */
  private void requireLeave(Lease lease) throws SQLException {
    boolean exists = schema.exists(lease.connection());
    if (!exists && (!create || mode == SchemaMode.VALIDATE)) {
      throw new StorageConfigurationException(
          "There are no tables of Coffer in the database's schema '"
              + schema.place(lease.connection())
              + "': looked for "
              + tables.stores()
              + " and "
              + tables.records()
              + ", of which "
              + tables.history()
              + " tells, for the store '"
              + name
              + "'; with "
              + (mode == SchemaMode.VALIDATE ? "tables=migrate and " : "")
              + "create=true they are made.");
    }
    if (exists && mode == SchemaMode.VALIDATE) {
      throw new UnreadableStoreException(
          "The tables are those of an earlier release: have them brought up to date by somebody who"
              + " may, with tables=migrate.",
          null);
    }
  }

  /** Whoever waited for somebody else to do it finds it done. */
  private void migrate(DataSource source) throws SQLException {
    try (Lease lease = Lease.ofTheirs(source, dialect)) {
      lease.begin();
      new SchemaLock(dialect, tables).take(lease.connection());
      if (!schema.isCurrent(lease.connection())) {
        schema.migrate(source);
      }
    }
  }

  private void create(DataSource source) throws SQLException {
    try (Lease lease = Lease.ofTheirs(source, dialect)) {
      lease.begin();
      if (stores.create(lease.connection(), name)) {
        lease.commit();
      }
      if (durable) {
        dialect.syncCreation(lease.connection());
      }
    }
  }
}
