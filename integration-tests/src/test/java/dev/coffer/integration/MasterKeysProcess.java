package dev.coffer.integration;

import dev.coffer.storage.StorageException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.crypto.MasterKeyOptions;

/** Prints what each master key comes to that the arguments name. */
final class MasterKeysProcess {

  private MasterKeysProcess() {}

  public static void main(String[] args) {
    for (String masterKey : args) {
      try {
        MasterKeyOptions.open(StorageOptions.of("any").with("master-key", masterKey))
            .close();
        System.out.println("opened");
      } catch (StorageException refused) {
        System.out.println(refused.getMessage());
      }
    }
  }
}
