package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.IntFunction;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Backends with sealers of their own that do not seal, bind or digest as they should. */
final class BrokenSealings {

  static final List<Candidate> ALL = List.of(
      sealing(
          "seals nothing",
          SealsNothing::new,
          "R-SEAL-01 R-SEAL-02 R-SEAL-03 R-SEAL-04 R-SEAL-06 R-SEAL-07 R-SEC-01",
          "R-SEC-02 R-SEC-03"),
      sealing(
          "binds what it seals to nothing",
          BindsNothing::new,
          "R-SEAL-01 R-SEAL-02 R-SEAL-03 R-SEAL-04"),
      sealing(
          "seals without a mark of authenticity",
          Malleable::new,
          "R-SEAL-01 R-SEAL-02 R-SEAL-03 R-SEAL-04 R-SEAL-05 R-SEAL-06"),
      sealing(
          "fails on what is not authentic",
          FailsOnEdits::new,
          "R-SEAL-01 R-SEAL-02 R-SEAL-03 R-SEAL-04 R-SEAL-05 R-SEAL-06 R-SEAL-07"),
      sealing("seals equal texts equally", SealsEqually::new, "R-SEC-03"),
      sealing(
          "has the end of a name for its digest",
          NamesAsDigests::new,
          "R-LIST-09 R-SEAL-07 R-SEC-01 R-SEC-02 R-SEC-03 R-SEC-04"),
      sealing("digests names without their scopes", ScopelessDigests::new, "R-LIST-09 R-SEC-03"),
      broken(
          "has the same keys at every place",
          place -> new Sealing(place, new WithKeysOf(1)),
          "R-SEAL-07 R-SEC-03"));

  private BrokenSealings() {}

  private static Candidate sealing(String name, IntFunction<RecordSealer> sealer, String... rules) {
    return broken(
        name, place -> new Sealing(place, sealer.apply(System.identityHashCode(place))), rules);
  }

  /** With a sealer of its own. */
  private static final class Sealing extends MapBackend {
    private final RecordSealer sealer;

    private Sealing(NavigableMap<RecordId, StoredRecord> place, RecordSealer sealer) {
      super(place);
      this.sealer = sealer;
    }

    @Override
    public Optional<RecordSealer> sealer() {
      return Optional.of(sealer);
    }
  }

  /** A correct sealer, with keys that belong to the number of a store. */
  private static class WithKeysOf extends KitSealer {
    private WithKeysOf(int store) {
      super(
          ByteBuffer.allocate(STORE_ID_LENGTH).putInt(store).array(),
          key(store),
          List.of(key(store)));
    }

    static byte[] key(int store) {
      return ByteBuffer.allocate(KEY_LENGTH).putInt(store).array();
    }

    /** Every storage over the backend has the same sealer, which none of them can close. */
    @Override
    public void close() {}
  }

  private static final class SealsNothing extends WithKeysOf {
    private SealsNothing(int store) {
      super(store);
    }

    @Override
    public byte[] seal(int epoch, byte[] plaintext, byte[] associatedData) {
      return plaintext.clone();
    }

    @Override
    public byte[] open(int epoch, byte[] ciphertext, byte[] associatedData) {
      return ciphertext.clone();
    }
  }

  private static final class BindsNothing extends WithKeysOf {
    private BindsNothing(int store) {
      super(store);
    }

    @Override
    public byte[] seal(int epoch, byte[] plaintext, byte[] associatedData) {
      return super.seal(epoch, plaintext, new byte[0]);
    }

    @Override
    public byte[] open(int epoch, byte[] ciphertext, byte[] associatedData)
        throws GeneralSecurityException {
      return super.open(epoch, ciphertext, new byte[0]);
    }
  }

  private static final class Malleable extends WithKeysOf {
    private final byte[] key;

    private Malleable(int store) {
      super(store);
      this.key = key(store);
    }

    @Override
    public byte[] seal(int epoch, byte[] plaintext, byte[] associatedData) {
      byte[] nonce = random(16);
      byte[] sealed = crypt(nonce, plaintext);
      return ByteBuffer.allocate(nonce.length + sealed.length)
          .put(nonce)
          .put(sealed)
          .array();
    }

    @Override
    public byte[] open(int epoch, byte[] ciphertext, byte[] associatedData)
        throws GeneralSecurityException {
      if (ciphertext.length < 16) {
        throw new GeneralSecurityException("too short");
      }
      byte[] nonce = Arrays.copyOf(ciphertext, 16);
      return crypt(nonce, Arrays.copyOfRange(ciphertext, 16, ciphertext.length));
    }

    private byte[] crypt(byte[] nonce, byte[] text) {
      try {
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(nonce));
        return cipher.doFinal(text);
      } catch (GeneralSecurityException everyPlatformHasIt) {
        throw new IllegalStateException(everyPlatformHasIt);
      }
    }
  }

  private static final class FailsOnEdits extends WithKeysOf {
    private FailsOnEdits(int store) {
      super(store);
    }

    @Override
    public byte[] open(int epoch, byte[] ciphertext, byte[] associatedData) {
      try {
        return super.open(epoch, ciphertext, associatedData);
      } catch (GeneralSecurityException edited) {
        throw new IllegalStateException("This was edited.");
      }
    }
  }

  private static final class SealsEqually extends WithKeysOf {
    private final byte[] key;

    private SealsEqually(int store) {
      super(store);
      this.key = key(store);
    }

    @Override
    public byte[] seal(int epoch, byte[] plaintext, byte[] associatedData) {
      byte[] nonce = Arrays.copyOf(digest(plaintext), 12);
      try {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
            Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(associatedData);
        byte[] sealed = cipher.doFinal(plaintext);
        return ByteBuffer.allocate(nonce.length + sealed.length)
            .put(sealed)
            .put(nonce)
            .array();
      } catch (GeneralSecurityException everyPlatformHasIt) {
        throw new IllegalStateException(everyPlatformHasIt);
      }
    }
  }

  private static final class NamesAsDigests extends WithKeysOf {
    private NamesAsDigests(int store) {
      super(store);
    }

    @Override
    public byte[] digest(byte[] input) {
      return Arrays.copyOfRange(input, input.length - DIGEST_LENGTH, input.length);
    }
  }

  /** What is digested ends in the digest of the scope, the name's length, and the name. */
  private static final class ScopelessDigests extends WithKeysOf {
    private ScopelessDigests(int store) {
      super(store);
    }

    @Override
    public byte[] digest(byte[] input) {
      for (int from = input.length - Integer.BYTES; from >= 0; from--) {
        if (ByteBuffer.wrap(input).getInt(from) == input.length - from - Integer.BYTES) {
          return super.digest(Arrays.copyOfRange(input, from, input.length));
        }
      }
      return super.digest(input);
    }
  }
}
