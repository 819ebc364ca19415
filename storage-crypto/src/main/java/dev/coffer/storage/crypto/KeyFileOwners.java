package dev.coffer.storage.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/**
 * Who may own a master key file: the user that this process is, and root. Whoever owns a file can
 * give others its permissions and change what is in it, whatever its mode says now; and a process
 * of root reads what is for its owner alone too, so that the mode alone does not tell.
 *
 * <p>Root is trusted, for it can read and replace every file of this user's; secrets that are
 * mounted into a container are root's. The mode holds for them as for any: one that its group may
 * read is refused.
 */
final class KeyFileOwners {

  /** A look at the system for a user. */
  interface Look {
    UserPrincipal user() throws IOException;
  }

  private final Look root;
  private final Look process;

  KeyFileOwners(Look root, Look process) {
    this.root = root;
    this.process = process;
  }

  /** As the system has them. */
  static KeyFileOwners ofThisProcess() {
    return new KeyFileOwners(KeyFileOwners::superuser, KeyFileOwners::effectiveUser);
  }

  /**
   * The owner of a file, or of what a symbolic link leads to, if it is somebody else. Empty too
   * where the file system has no such owners.
   */
  Optional<String> foreignOwner(Path file) throws IOException {
    PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (posix == null) {
      return Optional.empty();
    }
    UserPrincipal owner = posix.readAttributes().owner();
    return owner.equals(root.user()) || owner.equals(process.user())
        ? Optional.empty()
        : Optional.of(owner.getName());
  }

  /** By its number: a container need not have names. */
  private static UserPrincipal superuser() throws IOException {
    return Path.of("").getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("0");
  }

  /**
   * To whom the system gives a file that this process makes, for no property says that; where none
   * can be made, whom Linux says that the process is.
   */
  static UserPrincipal effectiveUser() throws IOException {
    Path probe;
    try {
      probe = Files.createTempFile("coffer", null);
    } catch (IOException readOnly) {
      return Files.getOwner(Path.of("/proc/self"));
    }
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }
}
