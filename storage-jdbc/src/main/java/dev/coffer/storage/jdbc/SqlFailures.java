package dev.coffer.storage.jdbc;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.UnreadableStoreException;
import dev.coffer.storage.spi.OutcomeUnknownException;
import java.sql.SQLException;

/** The one place where a database's failures become those of the contract. */
final class SqlFailures {

  private SqlFailures() {}

  /**
   * The first of a failure and its causes that has a code: where statements were sent together,
   * MariaDB's driver throws one without, and what the server said is its cause.
   */
  static SQLException telling(SQLException failure) {
    SQLException outer = failure;
    while (outer.getSQLState() == null
        && outer.getErrorCode() == 0
        && outer.getCause() instanceof SQLException cause) {
      outer = cause;
    }
    return outer;
  }

  /** While opening: what is wrong with the options, the store or the database. */
  static StorageException opening(SQLException failure, Dialect dialect) {
    String codes = " (" + Redaction.codes(failure) + ")";
    return switch (dialect.diagnose(failure)) {
      case NO_DATABASE ->
        new StorageConfigurationException("There is no database at what the option 'url' names"
            + codes
            + (dialect.isServer() ? "." : "; with create=true it is made."));
      case REFUSED_LOGIN ->
        new StorageConfigurationException(
            "The database refuses the user or password of the options 'user', 'password' and 'url'"
                + codes
                + ".");
      case BAD_URL ->
        new StorageConfigurationException("The option 'url' is not one that "
            + dialect.product()
            + " understands"
            + codes
            + ": look for an unknown setting, one given twice, or a relative path without './'.");
      case UNREADABLE ->
        new UnreadableStoreException(
            "The database is damaged, or of a format that this release of "
                + dialect.product()
                + " does not read"
                + codes
                + ".",
            Redaction.of(failure));
      default ->
        new StorageUnavailableException(
            "The database cannot be opened: " + reason(failure, dialect) + ".",
            Redaction.of(failure));
    };
  }

  /** While reading. */
  static StorageUnavailableException reading(SQLException failure, Dialect dialect) {
    return new StorageUnavailableException(
        "The database cannot be read: " + reason(failure, dialect) + ".", Redaction.of(failure));
  }

  /** While writing, before the commit: nothing has changed. */
  static StorageUnavailableException writing(SQLException failure, Dialect dialect) {
    return new StorageUnavailableException(
        "The database cannot be written, and this transaction changed nothing: "
            + reason(failure, dialect)
            + ".",
        Redaction.of(failure));
  }

  /** During the commit, or the sync behind it. */
  static OutcomeUnknownException committing(SQLException failure, Dialect dialect) {
    return new OutcomeUnknownException(
        "The database failed in the middle of a commit: " + reason(failure, dialect) + ".",
        Redaction.of(failure));
  }

  private static String reason(SQLException failure, Dialect dialect) {
    String words = switch (dialect.diagnose(failure)) {
      case IN_USE -> "another process has it open";
      case READ_ONLY ->
        dialect.isServer()
            ? "it is read-only, as a replica is: connect to the primary"
            : "it is read-only";
      case TOO_LARGE ->
        "a record is larger than its column, or a batch than the server takes at once"
            + (dialect.isServer() ? " (max_allowed_packet in MariaDB and MySQL)" : "");
      case NOT_ALLOWED -> "the user may not do this with Coffer's tables";
      case NO_TABLES -> "Coffer's tables are not there, or not as this release knows them";
      case DISK_FULL -> "the database has no room left on its disk";
      case TOO_MANY_CONNECTIONS ->
        "the database gives out no further connection, see the option 'pool-size'";
      case LOCKED -> "another transaction kept a record locked for too long";
      case ROLLED_BACK -> "it rolled back in favour of another transaction, several times";
      case CANCELLED -> "a statement was cancelled or took too long";
      case NO_CONNECTION -> "no connection was to be had";
      default -> "it failed";
    };
    return words + " (" + Redaction.codes(failure) + ")";
  }
}
