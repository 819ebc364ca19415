package dev.coffer.storage.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The store of a user who has chosen none: an encrypted file among the user's data, and a master
 * key file beside the user's configuration.
 *
 * @param file where the store is, or will be
 * @param masterKey where its master key is, or will be
 */
record DefaultStore(Path file, Path masterKey) {

  static final String PROVIDER = "encrypted-file";
  static final String PATH = "path";
  static final String MASTER_KEY = "master-key";

  /** The master key that is asked for, and not looked for. */
  static final String PASSPHRASE = "passphrase";

  /** What a master key begins with that is an export, for which a passphrase is asked too. */
  static final String EXPORT = "export:";

  /** In these folders. */
  static DefaultStore in(Path data, Path configuration) {
    return new DefaultStore(data.resolve("store.coffer"), configuration.resolve("master.key"));
  }

  /** The option that names the master key file. */
  String masterKeyOption() {
    return "file:" + masterKey;
  }

  /** Whether the store is known not to be there; not so where it cannot be told. */
  boolean isMissing() {
    return Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Makes the folder of a file, for its owner alone. */
  static void makeFolderOf(Path file) {
    Path folder = file.getParent();
    if (folder == null) {
      return;
    }
    try {
      Files.createDirectories(folder, ownerOnly(folder));
    } catch (IOException failure) {
      throw new CommandFailure(
          Outcome.UNAVAILABLE,
          "The folder '" + folder + "' cannot be made: see who may write there.");
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
    };
  }
}
