package dev.coffer.storage;

import dev.coffer.storage.spi.RecordSealer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** A sealer that remembers what it was asked to seal. */
final class RecordingSealer implements RecordSealer {

  final List<byte[]> plaintexts = new ArrayList<>();
  final List<byte[]> bindings = new ArrayList<>();
  private final RecordSealer delegate;

  RecordingSealer(RecordSealer delegate) {
    this.delegate = delegate;
  }

  @Override
  public byte[] storeId() {
    return delegate.storeId();
  }

  @Override
  public byte[] digest(byte[] input) {
    return delegate.digest(input);
  }

  @Override
  public int epoch() {
    return delegate.epoch();
  }

  @Override
  public int suite(int epoch) {
    return delegate.suite(epoch);
  }

  @Override
  public byte[] seal(int epoch, byte[] plaintext, byte[] associatedData) {
    plaintexts.add(plaintext.clone());
    bindings.add(associatedData.clone());
    return delegate.seal(epoch, plaintext, associatedData);
  }

  @Override
  public byte[] open(int epoch, byte[] ciphertext, byte[] associatedData)
      throws GeneralSecurityException {
    return delegate.open(epoch, ciphertext, associatedData);
  }

  @Override
  public void close() {
    delegate.close();
  }
}
