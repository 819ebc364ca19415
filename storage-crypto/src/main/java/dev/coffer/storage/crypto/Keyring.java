package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.StorageBackend;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The opened keyring of one store: its keys in memory, and the bytes that keep them, sealed, in the
 * store.
 *
 * <p>Thread-safe.
 */
public final class Keyring implements AutoCloseable {

  /** Ends in a version and has none before, so that no label is the beginning of another. */
  private static final Pattern LABEL =
      Pattern.compile("coffer(/[a-z][a-z-]{0,30}){1,3}/v[1-9][0-9]{0,3}");

  /** The labels under which the same function makes digests, which are no secret. */
  private static final Pattern DIGEST_LABEL =
      Pattern.compile("coffer/(root|scope|key|check)/v[0-9]+");

  private static final int DERIVED_LENGTH = 32;

  private final byte[] bytes;
  private final SealedKeyring sealed;
  private final StoreKey storeKey;
  private final int ownSlot;
  private volatile @Nullable StoreKeys keys;

  private Keyring(
      byte[] bytes, SealedKeyring sealed, StoreKey storeKey, int ownSlot, StoreKeys keys) {
    this.bytes = bytes;
    this.sealed = sealed;
    this.storeKey = storeKey;
    this.ownSlot = ownSlot;
    this.keys = keys;
  }

  /**
   * A new keyring, of generation 1: random keys, one slot for {@code masterKey}, epoch 1 with
   * {@link Suite#XAES_256_GCM_192_BIT_NONCE}.
   *
   * @param storeId 16 bytes
   * @throws IllegalArgumentException if {@code storeId} has another length
   */
  public static Keyring create(MasterKey masterKey, byte[] storeId) {
    return create(masterKey, storeId, Suite.XAES_256_GCM_192_BIT_NONCE);
  }

  /**
   * A new keyring, of generation 1: random keys, one slot for {@code masterKey}, epoch 1 with these
   * algorithms.
   *
   * @param storeId 16 bytes
   * @throws IllegalArgumentException if {@code storeId} has another length
   */
  public static Keyring create(MasterKey masterKey, byte[] storeId, Suite suite) {
    if (storeId.length != RecordSealer.STORE_ID_LENGTH) {
      throw new IllegalArgumentException("A store id has "
          + RecordSealer.STORE_ID_LENGTH
          + " bytes, this one "
          + storeId.length
          + ".");
    }
    return open(KeyringCreation.create(masterKey, storeId.clone(), suite), masterKey);
  }

  /**
   * Opens what {@link #toBytes} has given.
   *
   * @throws KeyUnavailableException if the master key is another one, or the bytes are damaged,
   *     edited, or of a format that this release does not know
   */
  public static Keyring open(byte[] keyring, MasterKey masterKey) {
    byte[] copy = keyring.clone();
    KeyringOpening opening = new KeyringOpening(copy);
    return open(copy, opening, opening.require(masterKey));
  }

  /** Opens it with a store key, which it takes over. */
  static Keyring open(byte[] bytes, KeyringOpening opening, KeyringOpening.Found found) {
    StoreKey storeKey = found.storeKey();
    try {
      return new Keyring(bytes, opening.sealed(), storeKey, found.slot(), opening.open(storeKey));
    } catch (RuntimeException | Error failure) {
      storeKey.close();
      throw failure;
    }
  }

  /** The bytes to keep in the store, at most 256 KiB; no secret without the master key. */
  public byte[] toBytes() {
    keys();
    return bytes.clone();
  }

  /** The id of the store whose keys these are, 16 bytes. */
  public byte[] storeId() {
    return keys().storeId();
  }

  /** The number of this state of the keyring, unsigned, from 1; each change has a higher one. */
  public long generation() {
    keys();
    return sealed.generation();
  }

  /**
   * A sealer with these keys, which stay as they are. Closing it does not close the keyring, nor
   * the other way round.
   */
  public RecordSealer sealer() {
    return new TinkSealer(keys());
  }

  /**
   * A sealer that begins with these keys and follows the keyring in {@code backend}, in the record
   * {@link dev.coffer.storage.spi.RecordId#KEYRING}: it looks there for a later generation as often
   * as {@link KeyringOptions} say, and opens one without the master key unless the store's key has
   * changed. Closing it does not close the keyring, nor the other way round.
   *
   * @param options for the master key, the refresh interval and the clock
   */
  public RecordSealer sealer(StorageOptions options, StorageBackend backend) {
    return sealer(options, backend, MasterKeys.found());
  }

  RecordSealer sealer(StorageOptions options, StorageBackend backend, MasterKeys masterKeys) {
    return new TinkSealer(new LiveKeys(
        follower(options, backend, masterKeys),
        options.clock(),
        options.get(KeyringOptions.REFRESH),
        options.get(KeyringOptions.OUTAGE)));
  }

  /** What opens the later generations of this keyring, from a copy of its keys. */
  KeyringFollower follower(StorageOptions options, StorageBackend backend, MasterKeys masterKeys) {
    return new KeyringFollower(
        new Keyring(bytes, sealed, storeKey.copy(), ownSlot, keys()),
        new KeyringRecords(backend, options.clock()),
        () -> masterKeys.open(options));
  }

  /** The parts, with the keys sealed. */
  SealedKeyring sealed() {
    return sealed;
  }

  /** The key that seals the keysets, until this is closed. */
  StoreKey storeKey() {
    keys();
    return storeKey;
  }

  /** A copy of the store key, with the slot that gave it: what opens a later generation. */
  KeyringOpening.Found found() {
    return new KeyringOpening.Found(storeKey().copy(), ownSlot);
  }

  /**
   * The id of the slot by which its master key has opened this keyring or an earlier generation; 0
   * if it was none.
   */
  int ownSlot() {
    return ownSlot;
  }

  /** Whether these are its bytes. */
  boolean hasBytes(byte[] other) {
    return Arrays.equals(bytes, other);
  }

  /**
   * A key of the store's own for one purpose, 32 bytes: the same for the store's life, another for
   * each label and context. The digest key's function of {@code label ‖ u32 length ‖ context}.
   *
   * @param label the purpose and its version, as {@code coffer/file/mac/v1}: one to three words of
   *     lower-case letters and hyphens, then the version
   * @throws IllegalArgumentException if the label looks different, or is one that digests have
   */
  public byte[] deriveKey(String label, byte[] context) {
    if (!LABEL.matcher(label).matches() || DIGEST_LABEL.matcher(label).matches()) {
      throw new IllegalArgumentException(
          "A key's label looks like coffer/file/mac/v1, and is none of a digest; not '"
              + label
              + "'.");
    }
    byte[] purpose = label.getBytes(StandardCharsets.US_ASCII);
    byte[] input = ByteBuffer.allocate(purpose.length + Integer.BYTES + context.length)
        .put(purpose)
        .putInt(context.length)
        .put(context)
        .array();
    return keys().digest(input, DERIVED_LENGTH);
  }

  /** The keys, ready for use. */
  StoreKeys keys() {
    StoreKeys open = keys;
    if (open == null) {
      throw new IllegalStateException("The keyring is closed.");
    }
    return open;
  }

  /** Forgets the keys. Closing twice is fine; any use after it is {@link IllegalStateException}. */
  @Override
  public void close() {
    keys = null;
    storeKey.close();
  }

  /** The store's id and the generation, no key. */
  @Override
  public String toString() {
    return "Keyring[store="
        + HexFormat.of().formatHex(sealed.storeId())
        + ", generation="
        + Long.toUnsignedString(sealed.generation())
        + "]";
  }
}
