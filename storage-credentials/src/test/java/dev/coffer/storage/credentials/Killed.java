package dev.coffer.storage.credentials;

/** The process ends here: nothing of it runs on, and nothing catches this. */
final class Killed extends Error {

  private static final long serialVersionUID = 1L;

  Killed() {
    super("The process was killed, says the test.", null, false, false);
  }
}
