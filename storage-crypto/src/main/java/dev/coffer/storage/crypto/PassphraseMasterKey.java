package dev.coffer.storage.crypto;

import com.google.crypto.tink.Aead;
import dev.coffer.storage.KeyUnavailableException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * A master key that is derived from a passphrase, anew for the salt of each slot: 64 bytes by
 * Argon2id (RFC 9106), of which half wraps the store's key and half is the commitment. The
 * commitment is compared first, so that a wrapped key never opens under two passphrases.
 *
 * <p>What was derived last is kept until the key is closed: a slot that was just made opens without
 * deriving again.
 */
final class PassphraseMasterKey implements MasterKey {

  private static final int WRAPPING_LENGTH = 32;

  private final Argon2idCost cost;
  private final SecureRandom random;
  /** Transient for libraries that write whatever fields an object has, as what it gives is. */
  private transient byte @Nullable [] passphrase;

  private transient @Nullable Derived last;

  /** A key that wraps, its commitment, and the salt and cost that both belong to. */
  private static final class Derived {

    private final Argon2idCost cost;
    private final byte[] salt;
    private final Aead wrapping;
    private final byte[] commitment;

    Derived(Argon2idCost cost, byte[] salt, Aead wrapping, byte[] commitment) {
      this.cost = cost;
      this.salt = salt;
      this.wrapping = wrapping;
      this.commitment = commitment;
    }

    boolean isOf(Argon2idCost otherCost, byte[] otherSalt) {
      return cost.equals(otherCost) && Arrays.equals(salt, otherSalt);
    }
  }

  /**
   * Takes over {@code passphrase}, and wipes it on close.
   *
   * @param cost what new slots cost
   */
  PassphraseMasterKey(byte[] passphrase, Argon2idCost cost, SecureRandom random) {
    this.passphrase = passphrase;
    this.cost = cost;
    this.random = random;
  }

  @Override
  public String source() {
    return PassphraseMasterKeys.SCHEME;
  }

  @Override
  public int slotKind() {
    return Slot.PASSPHRASE;
  }

  @Override
  public boolean opens(int slotKind) {
    return slotKind == Slot.PASSPHRASE;
  }

  @Override
  public byte[] newSlotParameters() {
    byte[] salt = new byte[PassphraseSlot.SALT_LENGTH];
    random.nextBytes(salt);
    return new PassphraseSlot(cost, salt, derived(cost, salt).commitment).toBytes();
  }

  @Override
  public byte[] wrap(byte[] storeKey, byte[] parameters, byte[] associatedData) {
    PassphraseSlot slot = PassphraseSlot.read(parameters);
    try {
      return derived(slot.cost(), slot.salt()).wrapping.encrypt(storeKey, associatedData);
    } catch (GeneralSecurityException noAlgorithm) {
      throw RawMasterKey.noAlgorithm(noAlgorithm);
    }
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] parameters, byte[] associatedData)
      throws GeneralSecurityException {
    PassphraseSlot slot = PassphraseSlot.read(parameters);
    Derived derived = derived(slot.cost(), slot.salt());
    if (!MessageDigest.isEqual(derived.commitment, slot.commitment())) {
      throw new GeneralSecurityException("The slot is for another passphrase.");
    }
    return derived.wrapping.decrypt(wrapped, associatedData);
  }

  private synchronized Derived derived(Argon2idCost slotCost, byte[] salt) {
    byte[] secret = passphrase;
    if (secret == null) {
      throw new IllegalStateException("The master key is closed.");
    }
    Derived known = last;
    if (known == null || !known.isOf(slotCost, salt)) {
      known = derive(secret, slotCost, salt);
      last = known;
    }
    return known;
  }

  private static Derived derive(byte[] passphrase, Argon2idCost cost, byte[] salt) {
    byte[] bytes = new byte[WRAPPING_LENGTH + PassphraseSlot.COMMITMENT_LENGTH];
    try {
      Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
      argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
          .withVersion(Argon2Parameters.ARGON2_VERSION_13)
          .withMemoryAsKB(cost.memory())
          .withIterations(cost.iterations())
          .withParallelism(cost.parallelism())
          .withSalt(salt)
          .build());
      argon2.generateBytes(passphrase, bytes);
      byte[] wrapping = Arrays.copyOf(bytes, WRAPPING_LENGTH);
      try {
        return new Derived(
            cost,
            salt.clone(),
            RawAead.of(wrapping),
            Arrays.copyOfRange(bytes, WRAPPING_LENGTH, bytes.length));
      } finally {
        Arrays.fill(wrapping, (byte) 0);
      }
    } catch (OutOfMemoryError tooLittle) {
      throw new KeyUnavailableException(
          "Java has too little memory to derive a key from the passphrase: the slot takes "
              + cost.memory() + " KiB of heap. Give it more by -Xmx.",
          null);
    } catch (GeneralSecurityException noAlgorithm) {
      throw RawMasterKey.noAlgorithm(noAlgorithm);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public synchronized void close() {
    if (passphrase != null) {
      Arrays.fill(passphrase, (byte) 0);
    }
    passphrase = null;
    last = null;
  }

  @Override
  public String toString() {
    return "MasterKey[" + source() + "]";
  }
}
