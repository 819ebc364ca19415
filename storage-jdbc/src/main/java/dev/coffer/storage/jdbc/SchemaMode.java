package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageOptions;
import java.util.Locale;
import java.util.Optional;

/** What is done about the tables when a storage is opened; the option {@code tables}. */
enum SchemaMode {
  /** They are made with {@code create=true}, and brought up to date. */
  MIGRATE,
  /** They must be there, and up to date. */
  VALIDATE,
  /** Nothing: somebody else looks after them, and the history is not asked. */
  NONE;

  /**
   * As the option says. Without it the tables of an embedded database are looked after, for nobody
   * else does; those of a server only by whoever comes with {@code create=true}, for the user that
   * an application connects as seldom may.
   */
  static SchemaMode of(StorageOptions options, Dialect dialect) {
    Optional<String> given = options.find(JdbcProvider.TABLES);
    if (given.isPresent()) {
      return valueOf(given.get().toUpperCase(Locale.ROOT));
    }
    return !dialect.isServer() || options.get(StorageOptions.CREATE) ? MIGRATE : VALIDATE;
  }
}
