/** The compatibility kit: the rules of the contract as JUnit tests, for any backend. */
module dev.coffer.storage.tck {
  requires transitive dev.coffer.storage;
  requires java.logging;
  requires transitive org.junit.jupiter.api;
  requires com.google.gson;

  exports dev.coffer.storage.tck;

  // JUnit finds and calls the rules by reflection.
  opens dev.coffer.storage.tck;
}
