package dev.coffer.storage.crypto;

import com.google.crypto.tink.aead.AeadParameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.util.Optional;

/**
 * The algorithms that an epoch's records are made with, under one number. Numbers are never given
 * anew.
 */
enum Suite {
  /**
   * XAES-256-GCM with a random 192-bit nonce for names and values, HMAC-SHA-256 for digests: no
   * number of records is too many for one key.
   */
  XAES_256_GCM_192_BIT_NONCE(1, PredefinedAeadParameters.XAES_256_GCM_192_BIT_NONCE);

  private final int number;
  private final AeadParameters parameters;

  Suite(int number, AeadParameters parameters) {
    this.number = number;
    this.parameters = parameters;
  }

  /** The number in records and keyrings, 1 to 65,535. */
  int number() {
    return number;
  }

  /** What Tink calls the encryption. */
  AeadParameters parameters() {
    return parameters;
  }

  static Optional<Suite> of(int number) {
    for (Suite suite : values()) {
      if (suite.number == number) {
        return Optional.of(suite);
      }
    }
    return Optional.empty();
  }
}
