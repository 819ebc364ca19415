package dev.coffer.storage.file;

import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * The keyring of a log's header as the system record that other backends keep it in, so that one
 * way of rotation works over all of them. Its version is made of the keyring's bytes, and its other
 * fields are those of a new record: there is no place for them in a header.
 */
final class KeyringRecord {

  private KeyringRecord() {}

  static StoredRecord of(byte[] keyring) {
    return StoredRecord.builder(RecordId.KEYRING, version(keyring))
        .value(keyring)
        .build();
  }

  /** The first 16 bytes of the keyring's SHA-256: another keyring has another version. */
  private static Version version(byte[] keyring) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(keyring);
      return Version.of(Arrays.copyOf(digest, Version.LENGTH));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("Every Java platform has SHA-256.", missing);
    }
  }

  /** Whether one of the changes is to the keyring. */
  static boolean isChangedBy(List<Change> changes) {
    return changes.stream().anyMatch(change -> change.id().equals(RecordId.KEYRING));
  }

  /**
   * The bytes of the keyring that is to take the place of {@code current}.
   *
   * @throws PreconditionFailedException if the one that is there is not as expected
   * @throws IllegalArgumentException if there are other changes beside it, or it is to be removed
   */
  static byte[] replacement(List<Change> changes, byte[] current, long now) {
    if (changes.size() != 1) {
      throw new IllegalArgumentException(
          "A log's keyring is changed alone, in a batch of its own.");
    }
    Change change = changes.get(0);
    if (!change.isAllowed(of(current), now)) {
      throw new PreconditionFailedException(0);
    }
    byte[] next = change
        .record()
        .map(StoredRecord::value)
        .orElseThrow(() -> new IllegalArgumentException(
            "A log's keyring cannot be removed: without it nobody opens what is there."));
    LogHeader.requireKeyring(next);
    return next;
  }
}
