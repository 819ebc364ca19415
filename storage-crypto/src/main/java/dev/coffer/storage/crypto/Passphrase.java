package dev.coffer.storage.crypto;

/**
 * Where a passphrase comes from when one is needed: a person who is asked, or characters that the
 * program has at hand. It is asked each time that a store is opened or made with it.
 */
@FunctionalInterface
public interface Passphrase {

  /** The passphrase of a store that is there; an array that whoever asked wipes. */
  char[] toOpen();

  /**
   * The passphrase for something new, which nothing shows a mistake in: a person types it twice.
   */
  default char[] toCreate() {
    return toOpen();
  }

  /**
   * These characters. The array stays the caller's and is not copied before it is needed: wipe it
   * when the last storage that needs it is open.
   */
  static Passphrase of(char[] characters) {
    return characters::clone;
  }
}
