package dev.coffer.storage.file;

import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.StorageUnavailableException;
import java.nio.file.Path;

/**
 * A process that makes {@link Overwrites} until there is no room for one, and tries another write
 * when it is told to.
 */
final class FillingChild {

  private FillingChild() {}

  /** Takes the log. */
  public static void main(String[] args) throws Exception {
    try (SecureStorage storage = Stores.open(Path.of(args[0]))) {
      StorageScope scope = scope(storage);
      for (int number = 0; isMade(scope, number); number++) {
        System.out.println(number + 1);
      }
      System.out.println("full");
      System.in.read();
      System.out.println(isWritten(storage) ? "written" : "full");
    }
  }

  static StorageScope scope(SecureStorage storage) {
    return storage.scoped("filling");
  }

  private static boolean isMade(StorageScope scope, int number) {
    try {
      Overwrites.make(scope, number);
      return true;
    } catch (StorageUnavailableException full) {
      return false;
    }
  }

  private static boolean isWritten(SecureStorage storage) {
    try {
      storage.write("again", Secret.of("by the first process"));
      return true;
    } catch (StorageUnavailableException full) {
      return false;
    }
  }
}
