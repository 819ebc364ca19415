package dev.coffer.storage.jdbc;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What our tables are called: a prefix that all their names begin with, and the schema they lie in
 * where it is not the connection's own.
 *
 * <p>Immutable and thread-safe.
 */
final class Tables {

  /** The prefix where none is given. */
  static final String DEFAULT_PREFIX = "coffer_";

  /** No database needs such a name quoted, and all keep room for what is appended to it. */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,29}");

  /** In the connection's own schema. */
  static final Tables DEFAULT = new Tables(DEFAULT_PREFIX, null);

  private final String prefix;
  private final @Nullable String schema;

  private Tables(String prefix, @Nullable String schema) {
    this.prefix = prefix;
    this.schema = schema;
  }

  /** With a prefix and a schema for which {@link #isName} is true. */
  static Tables of(String prefix, Optional<String> schema) {
    return new Tables(prefix, schema.orElse(null));
  }

  /** Whether a prefix or the name of a schema is one that needs no quotes anywhere. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** What all names begin with. */
  String prefix() {
    return prefix;
  }

  /** The schema; empty for the connection's own. */
  Optional<String> schema() {
    return Optional.ofNullable(schema);
  }

  /** The table of records, as a statement names it. */
  String records() {
    return qualified(recordsAlone());
  }

  /** The same without its schema, as a column is qualified by it. */
  String recordsAlone() {
    return prefix + "record";
  }

  /** Its index of expiries. */
  String byExpiry() {
    return recordsAlone() + "_by_expiry";
  }

  /** Its index of epochs. */
  String byEpoch() {
    return recordsAlone() + "_by_epoch";
  }

  /** The table of stores. */
  String stores() {
    return qualified(prefix + "store");
  }

  /** The table whose row is locked by whoever makes or migrates tables. */
  String lock() {
    return qualified(prefix + "schema_lock");
  }

  /**
   * Flyway's table, without a schema and not quoted. It is not the one that Flyway has by default,
   * so that the application's own migrations are never met.
   */
  String history() {
    return prefix + "schema_history";
  }

  private String qualified(String name) {
    return schema == null ? name : schema + "." + name;
  }
}
