package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageOptions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Master keys in the keyring of the operating system's user, {@code os-keyring:SERVICE/ACCOUNT}:
 * the Keychain of macOS, the Credential Manager of Windows, the Secret Service elsewhere. The
 * keyring holds the line of a {@linkplain KeyFileText key file}.
 *
 * <p>Where no key is found, and before one is made, the keyring is tried by writing, reading and
 * deleting a probe: one that is locked, or not there, as on a machine without a session, is an
 * error of its own, and nothing else is used in its place.
 */
public final class OsKeyringMasterKeys implements MasterKeyKind {

  private static final Pattern LOCATION =
      Pattern.compile("[^/\\p{Cntrl}]{1,100}(/[^/\\p{Cntrl}]{1,100})+");

  private static final Object ONE_CREATOR = new Object();

  private final OsKeyring.Opener opener;
  private final Path lock;
  private final SecureRandom random = new SecureRandom();

  /** For {@link java.util.ServiceLoader}. */
  public OsKeyringMasterKeys() {
    this(
        () -> JavaKeyring.open(), Path.of(System.getProperty("user.home"), ".coffer-keyring.lock"));
  }

  /** With the keyring, and the file whose lock the one that makes a key holds. */
  OsKeyringMasterKeys(OsKeyring.Opener opener, Path lock) {
    this.opener = opener;
    this.lock = lock;
  }

  @Override
  public String scheme() {
    return "os-keyring";
  }

  @Override
  public String form() {
    return "os-keyring:SERVICE/ACCOUNT";
  }

  @Override
  public Optional<String> problem(String location, StorageOptions options) {
    return LOCATION.matcher(location).matches()
        ? Optional.empty()
        : Optional.of("service and account are not names with a '/' between them");
  }

  @Override
  public String source(String location) {
    return "os-keyring:" + location;
  }

  @Override
  public MasterKey open(String location, StorageOptions options) {
    try (OsKeyring keyring = keyring(location)) {
      Optional<String> text = keyring.find(service(location), account(location));
      if (text.isEmpty()) {
        probe(keyring, location);
        throw unavailable(
            location,
            "is not there, though the keyring itself can be used. Is it another user's, or was it"
                + " deleted? Put the key there that the store was created with.");
      }
      return parse(location, text.get());
    }
  }

  @Override
  public MasterKey openOrCreate(String location, StorageOptions options) {
    synchronized (ONE_CREATOR) {
      try (FileChannel channel = openLock();
          FileLock held = channel.lock();
          OsKeyring keyring = keyring(location)) {
        probe(keyring, location);
        if (held.isValid() && isAbsent(keyring, location)) {
          create(keyring, location);
        }
        return parse(
            location,
            keyring
                .find(service(location), account(location))
                .orElseThrow(() -> unavailable(location, "was not kept by the keyring.")));
      } catch (IOException failure) {
        throw unavailable(
            location, "could not be made, for the file " + lock + " cannot be locked meanwhile.");
      }
    }
  }

  /** Libraries tell no failure from absence, and a key that is there must not be written over. */
  private boolean isAbsent(OsKeyring keyring, String location) {
    if (keyring.find(service(location), account(location)).isPresent()) {
      return false;
    }
    probe(keyring, location);
    return keyring.find(service(location), account(location)).isEmpty();
  }

  private FileChannel openLock() throws IOException {
    return Files.exists(lock, LinkOption.NOFOLLOW_LINKS)
        ? FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
        : OwnerOnly.create(lock);
  }

  private void create(OsKeyring keyring, String location) {
    byte[] key = new byte[RawMasterKey.LENGTH];
    random.nextBytes(key);
    byte[] text = KeyFileText.format(key);
    try {
      // The library takes a String, which nobody can wipe.
      String line = new String(text, 0, text.length - 1, StandardCharsets.US_ASCII);
      keyring.put(service(location), account(location), line);
    } catch (OsKeyring.FailedException refused) {
      throw unusable(location, refused);
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(text, (byte) 0);
    }
  }

  private OsKeyring keyring(String location) {
    try {
      return opener.open();
    } catch (LinkageError missing) {
      throw unavailable(
          location,
          "cannot be looked for: that needs the library com.github.javakeyring:java-keyring and what"
              + " it needs itself on the class path or module path, and something of it is missing, "
              + missing.getClass().getName() + ".");
    } catch (OsKeyring.FailedException none) {
      throw unusable(location, none);
    }
  }

  private void probe(OsKeyring keyring, String location) {
    byte[] bytes = new byte[8];
    random.nextBytes(bytes);
    String probe = "probe-" + HexFormat.of().formatHex(bytes);
    try {
      keyring.put(service(location), probe, probe);
      boolean read =
          keyring.find(service(location), probe).filter(probe::equals).isPresent();
      keyring.delete(service(location), probe);
      if (!read || keyring.find(service(location), probe).isPresent()) {
        throw new OsKeyring.FailedException("it does not give back, or not delete, what it took");
      }
    } catch (OsKeyring.FailedException refused) {
      throw unusable(location, refused);
    }
  }

  private MasterKey parse(String location, String line) {
    byte[] text = line.getBytes(StandardCharsets.UTF_8);
    try {
      byte[] key = KeyFileText.parse(text);
      try {
        return RawMasterKey.of(
            source(location), Slot.OS_KEYRING, location.getBytes(StandardCharsets.UTF_8), key);
      } finally {
        Arrays.fill(key, (byte) 0);
      }
    } catch (KeyFileText.NoKeyException why) {
      throw unavailable(location, "is no master key: " + why.getMessage() + ".");
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private static String service(String location) {
    return location.substring(0, location.lastIndexOf('/'));
  }

  private static String account(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private KeyUnavailableException unusable(String location, OsKeyring.FailedException why) {
    return unavailable(
        location,
        "cannot be had, because the operating system's keyring cannot be used: " + why.getMessage()
            + ". It needs the session of a user who has unlocked it; a machine without one takes"
            + " another kind of master key.");
  }

  private KeyUnavailableException unavailable(String location, String what) {
    return new KeyUnavailableException("The master key " + source(location) + " " + what, null);
  }
}
