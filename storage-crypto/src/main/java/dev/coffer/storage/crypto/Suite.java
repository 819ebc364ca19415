package dev.coffer.storage.crypto;

import com.google.crypto.tink.aead.AeadParameters;
import com.google.crypto.tink.aead.AesGcmSivParameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.Option;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The algorithms that an epoch's names and values are sealed with, under one number; digests are
 * HMAC-SHA-256 in all of them. Numbers are never given anew.
 *
 * <p>A write seals twice, its name and its value. The bounds are the numbers of writes under one
 * epoch up to which two nonces meet with a chance of less than 2<sup>-32</sup>; a new epoch begins
 * them anew.
 */
public enum Suite {
  /**
   * XAES-256-GCM with a random nonce of 192 bits: 2<sup>79</sup> writes, more than there will be.
   * The default.
   */
  XAES_256_GCM_192_BIT_NONCE(
      1, "xaes-256-gcm", PredefinedAeadParameters.XAES_256_GCM_192_BIT_NONCE),

  /**
   * AES-256-GCM with a random nonce of 96 bits (NIST SP 800-38D): 2<sup>31</sup> writes, that is 24
   * days at a thousand a second. Where two nonces meet, forgeries become possible: begin a new
   * epoch in time.
   */
  AES_256_GCM(2, "aes-256-gcm", PredefinedAeadParameters.AES256_GCM),

  /**
   * AES-256-GCM-SIV with a random nonce of 96 bits (RFC 8452), by Bouncy Castle: 2<sup>31</sup>
   * writes until two nonces meet, which then tells no more than whether both sealed the same.
   */
  AES_256_GCM_SIV(3, "aes-256-gcm-siv", gcmSiv()),

  /**
   * AES-256 in counter mode with HMAC-SHA-256 over it, for whom only FIPS 197, FIPS 198 and NIST SP
   * 800-38A will do: 2<sup>40</sup> writes of the longest values, 2<sup>44</sup> of 1,200 bytes.
   */
  AES_256_CTR_HMAC_SHA_256(
      4, "aes-256-ctr-hmac-sha-256", PredefinedAeadParameters.AES256_CTR_HMAC_SHA256);

  /**
   * The suite of a new store's first epoch, by its {@link #id}. A store that is there keeps what it
   * has.
   */
  public static final Option<String> OPTION = Option.choice(
          "suite",
          "the algorithms of a new store",
          Arrays.stream(values()).map(Suite::id).toArray(String[]::new))
      .withDefault(XAES_256_GCM_192_BIT_NONCE.id);

  private final int number;
  private final String id;
  private final AeadParameters parameters;

  Suite(int number, String id, AeadParameters parameters) {
    this.number = number;
    this.id = id;
    this.parameters = parameters;
  }

  private static AeadParameters gcmSiv() {
    try {
      return AesGcmSivParameters.builder()
          .setKeySizeBytes(32)
          .setVariant(AesGcmSivParameters.Variant.TINK)
          .build();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Tink has no AES-256-GCM-SIV.", impossible);
    }
  }

  /** The suite that {@link #OPTION} names. */
  public static Suite of(StorageOptions options) {
    return withId(options.get(OPTION)).orElseThrow();
  }

  /** The suite with this {@link #id}. */
  public static Optional<Suite> withId(String id) {
    return Arrays.stream(values()).filter(suite -> suite.id.equals(id)).findFirst();
  }

  /** The suite with this {@link #number}. */
  static Optional<Suite> of(int number) {
    return Arrays.stream(values()).filter(suite -> suite.number == number).findFirst();
  }

  /** The number in records and keyrings, 1 to 65,535. */
  public int number() {
    return number;
  }

  /** The name in options: lower-case letters, digits and hyphens. */
  public String id() {
    return id;
  }

  /** What Tink calls the encryption. */
  AeadParameters parameters() {
    return parameters;
  }
}
