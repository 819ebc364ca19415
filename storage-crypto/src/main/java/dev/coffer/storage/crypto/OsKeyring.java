package dev.coffer.storage.crypto;

import java.util.Optional;

/**
 * The keyring of the operating system's user: texts by service and account. Every call may ask the
 * user, and may fail; what the failure says is safe to show.
 */
interface OsKeyring extends AutoCloseable {

  /** Says, in half a sentence that is safe to show, why the keyring did not do it. */
  final class FailedException extends Exception {

    private static final long serialVersionUID = 1L;

    FailedException(String why) {
      super(why);
    }
  }

  /** Opens the keyring of this process's user. */
  @FunctionalInterface
  interface Opener {
    OsKeyring open() throws FailedException;
  }

  /** The text; empty too where the keyring does not tell absence from failure. */
  Optional<String> find(String service, String account);

  void put(String service, String account, String text) throws FailedException;

  void delete(String service, String account) throws FailedException;

  @Override
  void close();
}
