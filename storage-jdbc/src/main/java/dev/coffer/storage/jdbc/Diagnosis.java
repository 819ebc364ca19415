package dev.coffer.storage.jdbc;

/** What a driver's exception means, as far as it makes a difference to the caller. */
enum Diagnosis {
  /** There is no such database. */
  NO_DATABASE,
  /** User or password are wrong. */
  REFUSED_LOGIN,
  /** The URL or one of its settings is not understood. */
  BAD_URL,
  /** The database is damaged, or of an unknown format. */
  UNREADABLE,
  /** Another process has the database for itself. */
  IN_USE,
  /** The database takes no writes. */
  READ_ONLY,
  /** The user may not do this. */
  NOT_ALLOWED,
  /** Our tables are not there, or not as we know them. */
  NO_TABLES,
  /** There is no room left on the database's disk. */
  DISK_FULL,
  /** A value does not fit its column, or a statement the server's limit for one. */
  TOO_LARGE,
  /** A lock was waited for in vain. */
  LOCKED,
  /** The transaction was the victim of a deadlock or of a serialisation: it may be tried again. */
  ROLLED_BACK,
  /** The statement was cancelled, or took longer than it was allowed to. */
  CANCELLED,
  /** A row with the same key is there. */
  DUPLICATE_KEY,
  /** The database gives out no further connection. */
  TOO_MANY_CONNECTIONS,
  /** The connection broke, or none came up. */
  NO_CONNECTION,
  /** Anything else. */
  OTHER
}
