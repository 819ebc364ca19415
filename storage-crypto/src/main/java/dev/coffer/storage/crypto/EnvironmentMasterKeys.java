package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageOptions;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Master keys in environment variables, {@code env:NAME}: 32 bytes in base64 (either alphabet, with
 * or without padding) or in hexadecimal. They are never made here, for a program cannot keep one.
 */
public final class EnvironmentMasterKeys implements MasterKeyKind {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

  private static final String HOW_TO_MAKE =
      " Make a key with 'openssl rand -base64 32', keep a copy of it in a safe place, and set the"
          + " variable to it.";

  private final Function<String, @Nullable String> environment;

  /** For {@link java.util.ServiceLoader}. */
  public EnvironmentMasterKeys() {
    this(System::getenv);
  }

  /** With what is asked for a variable's value. */
  EnvironmentMasterKeys(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  @Override
  public String scheme() {
    return "env";
  }

  @Override
  public String form() {
    return "env:NAME";
  }

  @Override
  public Optional<String> problem(String location, StorageOptions options) {
    return NAME.matcher(location).matches()
        ? Optional.empty()
        : Optional.of("its name is not letters, digits and '_', at most 100, of an environment"
            + " variable");
  }

  @Override
  public String source(String location) {
    return "env:" + location;
  }

  @Override
  public MasterKey open(String location, StorageOptions options) {
    return open(location, " Set it to the key that the store was created with.");
  }

  @Override
  public MasterKey openOrCreate(String location, StorageOptions options) {
    return open(location, HOW_TO_MAKE);
  }

  @Override
  public boolean makesKeys() {
    return false;
  }

  private MasterKey open(String name, String advice) {
    String text = environment.apply(name);
    if (text == null || text.isBlank()) {
      throw new KeyUnavailableException(
          "There is no master key: the environment variable " + name + " is not set." + advice,
          null);
    }
    byte[] key = KeyText.parse(text.strip())
        .orElseThrow(() -> new KeyUnavailableException(
            "The environment variable "
                + name
                + " holds no master key: a key is 32 bytes, in base64 (43 or 44"
                + " characters) or hexadecimal (64), and this is another text of "
                + text.strip().length()
                + " characters.",
            null));
    try {
      return RawMasterKey.of(source(name), Slot.ENVIRONMENT, key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
