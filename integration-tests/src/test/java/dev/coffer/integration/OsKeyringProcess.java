package dev.coffer.integration;

import dev.coffer.storage.Entry;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageException;
import java.util.Map;

/** Makes a store with a key in the system's keyring, and opens it again; prints how that went. */
final class OsKeyringProcess {

  private OsKeyringProcess() {}

  public static void main(String[] args) {
    Map<String, String> options =
        Map.of("path", args[0], "master-key", "os-keyring:coffer test/alice", "create", "true");
    try {
      try (SecureStorage storage = SecureStorage.open("encrypted-file", options)) {
        storage.write("key", Secret.of("kept"));
      }
      try (SecureStorage storage = SecureStorage.open("encrypted-file", options)) {
        System.out.println(storage.read("key").map(Entry::value).orElseThrow().revealString());
      }
    } catch (StorageException failure) {
      System.out.println(failure.getMessage());
    }
    System.exit(0); // D-Bus leaves threads behind.
  }
}
