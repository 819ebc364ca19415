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

  private volatile @Nullable StoreKeys keys;

  TinkSealer(StoreKeys keys) {
    this.keys = keys;
  }

  @Override
  public byte[] storeId() {
    return keys().storeId();
  }

  @Override
  public byte[] digest(byte[] input) {
    return keys().digest(input, DIGEST_LENGTH);
  }

  @Override
  public int epoch() {
    return keys().primary().number();
  }

  @Override
  public int suite(int epoch) {
    return keys().opening(epoch).suite();
  }

  @Override
  public byte[] seal(int epoch, byte[] plaintext, byte[] associatedData) {
    return keys().seal(epoch, plaintext, associatedData);
  }

  @Override
  public byte[] open(int epoch, byte[] ciphertext, byte[] associatedData)
      throws GeneralSecurityException {
    return keys().open(epoch, ciphertext, associatedData);
  }

  private StoreKeys keys() {
    StoreKeys open = keys;
    if (open == null) {
      throw new IllegalStateException("The sealer is closed.");
    }
    return open;
  }

  @Override
  public void close() {
    keys = null;
  }

  @Override
  public String toString() {
    return keys == null ? "TinkSealer[closed]" : "TinkSealer[epoch=" + epoch() + "]";
  }
}
