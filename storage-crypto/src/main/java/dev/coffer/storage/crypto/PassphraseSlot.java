package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a slot for a passphrase keeps in the open: how a key is derived, and what to compare before
 * it is used.
 *
 * <p>Immutable; arrays are shared and not to be changed.
 */
final class PassphraseSlot {

  static final int SALT_LENGTH = 16;
  static final int COMMITMENT_LENGTH = 32;

  /** The number of Argon2id, version 0x13, in the format. */
  private static final int ARGON2ID = 1;

  private static final int MAX_SALT_LENGTH = 64;

  private final Argon2idCost cost;
  private final byte[] salt;
  private final byte[] commitment;

  PassphraseSlot(Argon2idCost cost, byte[] salt, byte[] commitment) {
    this.cost = cost;
    this.salt = salt;
    this.commitment = commitment;
  }

  /**
   * Reads a slot's parameters, and holds each against its bounds.
   *
   * @throws KeyUnavailableException if one is out of bounds, or they are no parameters
   */
  static PassphraseSlot read(byte[] parameters) {
    KeyringReader reader = new KeyringReader(parameters, 0, parameters.length);
    int algorithm = reader.u16("passphrase slot's algorithm");
    if (algorithm != ARGON2ID) {
      throw KeyringFormat.newer(
          "a slot derives its key by the algorithm " + algorithm + ", unknown to this release");
    }
    Argon2idCost cost = new Argon2idCost(
        reader.u32("passphrase slot's memory"),
        reader.u32("passphrase slot's iterations"),
        reader.u32("passphrase slot's parallelism"));
    Optional<String> problem = cost.problem();
    if (problem.isPresent()) {
      throw edited(problem.get());
    }
    byte[] salt = reader.string(MAX_SALT_LENGTH, "passphrase slot's salt");
    byte[] commitment = reader.string(COMMITMENT_LENGTH, "passphrase slot's commitment");
    reader.end();
    if (salt.length < SALT_LENGTH || commitment.length != COMMITMENT_LENGTH) {
      throw edited("its salt has " + salt.length + " bytes and its commitment " + commitment.length
          + ", instead of " + SALT_LENGTH + " or more and " + COMMITMENT_LENGTH);
    }
    return new PassphraseSlot(cost, salt, commitment);
  }

  private static KeyUnavailableException edited(String how) {
    return new KeyUnavailableException(
        "The keyring's slot for a passphrase was edited, or is of another release: " + how
            + ". Nothing was derived with it. Restore the keyring from a backup.",
        null);
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(2 + 3 * 4 + 4 + salt.length + 4 + commitment.length)
        .putShort((short) ARGON2ID)
        .putInt(cost.memory())
        .putInt(cost.iterations())
        .putInt(cost.parallelism())
        .putInt(salt.length)
        .put(salt)
        .putInt(commitment.length)
        .put(commitment)
        .array();
  }

  Argon2idCost cost() {
    return cost;
  }

  byte[] salt() {
    return salt;
  }

  byte[] commitment() {
    return commitment;
  }
}
