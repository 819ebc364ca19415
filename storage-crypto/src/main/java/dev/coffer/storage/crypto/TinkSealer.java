package dev.coffer.storage.crypto;

import dev.coffer.storage.spi.RecordSealer;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * The sealer over the keys of one store, until it is closed.
 *
 * <p>Thread-safe: a call either sees the keys or that they are gone.
 */
final class TinkSealer implements RecordSealer {

  private volatile @Nullable SealingKeys keys;

  /** With keys that never change. */
  TinkSealer(StoreKeys keys) {
    this(SealingKeys.of(keys));
  }

  /** Takes over the keys. */
  TinkSealer(SealingKeys keys) {
    this.keys = keys;
  }

  @Override
  public byte[] storeId() {
    return keys().current().storeId();
  }

  @Override
  public byte[] digest(byte[] input) {
    return keys().current().digest(input, DIGEST_LENGTH);
  }

  @Override
  public int epoch() {
    return keys().toSeal().primary().number();
  }

  @Override
  public int suite(int epoch) {
    return keys().toOpen(epoch).opening(epoch).suite();
  }

  @Override
  public byte[] seal(int epoch, byte[] plaintext, byte[] associatedData) {
    return keys().toSeal(epoch).seal(epoch, plaintext, associatedData);
  }

  @Override
  public byte[] open(int epoch, byte[] ciphertext, byte[] associatedData)
      throws GeneralSecurityException {
    return keys().toOpen(epoch).open(epoch, ciphertext, associatedData);
  }

  @Override
  public boolean stillOpens(int epoch) {
    return keys().stillOpens(epoch);
  }

  private SealingKeys keys() {
    SealingKeys open = keys;
    if (open == null) {
      throw new IllegalStateException("The sealer is closed.");
    }
    return open;
  }

  @Override
  public void close() {
    SealingKeys open = keys;
    keys = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public String toString() {
    SealingKeys open = keys;
    return open == null
        ? "TinkSealer[closed]"
        : "TinkSealer[epoch=" + open.current().primary().text() + "]";
  }
}
