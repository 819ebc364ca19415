package dev.coffer.storage.crypto;

import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * Master keys that are derived from a passphrase, {@code passphrase}: the program hands the
 * passphrase over as {@link MasterKeyOptions#PASSPHRASE}. It is taken as it is typed, in UTF-8,
 * without any normalising.
 */
public final class PassphraseMasterKeys implements MasterKeyKind {

  static final String SCHEME = "passphrase";

  /** Whoever has the store can try passphrases for as long as it takes. */
  static final int MIN_LENGTH = 12;

  static final int MAX_BYTES = 1_024;

  private final Argon2idCost cost;
  private final SecureRandom random = new SecureRandom();

  /** For {@link java.util.ServiceLoader}. */
  public PassphraseMasterKeys() {
    this(Argon2idCost.STANDARD);
  }

  /** With what new slots cost. */
  PassphraseMasterKeys(Argon2idCost cost) {
    this.cost = cost;
  }

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public String form() {
    return SCHEME;
  }

  @Override
  public Optional<String> problem(String location, StorageOptions options) {
    if (!location.isEmpty()) {
      return Optional.of("more stands behind it: the passphrase itself is never an option's text");
    }
    return options.find(MasterKeyOptions.PASSPHRASE).isPresent()
        ? Optional.empty()
        : Optional.of("the program hands no passphrase over: the option 'passphrase' takes a"
            + " Passphrase, which asks a person or has the characters at hand");
  }

  @Override
  public String source(String location) {
    return SCHEME;
  }

  @Override
  public MasterKey open(String location, StorageOptions options) {
    return masterKey(options.get(MasterKeyOptions.PASSPHRASE).toOpen());
  }

  @Override
  public MasterKey openOrCreate(String location, StorageOptions options) {
    char[] characters = options.get(MasterKeyOptions.PASSPHRASE).toCreate();
    if (characters.length < MIN_LENGTH) {
      int length = characters.length;
      Arrays.fill(characters, '\0');
      throw refused("A new passphrase has " + MIN_LENGTH + " characters or more, this one " + length
          + ": whoever has the store can try all short ones. Take several words.");
    }
    return masterKey(characters);
  }

  @Override
  public boolean makesKeys() {
    return false;
  }

  private MasterKey masterKey(char[] characters) {
    ByteBuffer encoded = ByteBuffer.allocate(3 * characters.length);
    try {
      CoderResult result =
          StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(characters), encoded, true);
      if (result.isError()) {
        throw refused("The passphrase is no Unicode text: half of a surrogate pair is in it.");
      }
      if (encoded.position() == 0 || encoded.position() > MAX_BYTES) {
        throw refused("A passphrase has 1 to " + MAX_BYTES + " bytes in UTF-8, this one "
            + encoded.position() + ".");
      }
      byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
      return new PassphraseMasterKey(bytes, cost, random);
    } finally {
      Arrays.fill(characters, '\0');
      Arrays.fill(encoded.array(), (byte) 0);
    }
  }

  private static StorageConfigurationException refused(String why) {
    return new StorageConfigurationException(why);
  }
}
