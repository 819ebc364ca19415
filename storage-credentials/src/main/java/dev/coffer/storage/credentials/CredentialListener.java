package dev.coffer.storage.credentials;

/** Is told what becomes of sessions. */
@FunctionalInterface
public interface CredentialListener {

  /**
   * Is told in the order in which things happened to a session, by the thread that did or noticed
   * them: so it should not take long. What it throws goes to that thread's handler of uncaught
   * exceptions.
   */
  void onEvent(CredentialEvent event);
}
