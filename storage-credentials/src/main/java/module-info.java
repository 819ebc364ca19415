/** Token sets that are kept, refreshed once for a whole fleet, and deleted. */
module dev.coffer.storage.credentials {
  requires transitive dev.coffer.storage;
  requires static org.jspecify;

  exports dev.coffer.storage.credentials;
}
