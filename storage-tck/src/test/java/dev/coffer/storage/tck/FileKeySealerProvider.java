package dev.coffer.storage.tck;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.SealerProvider;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The provider of a sealer for tests, whose master key is the content of a file. Its keyring is a
 * salt, and a sum by which the master key is known.
 */
public final class FileKeySealerProvider implements SealerProvider {

  static final Option<String> MASTER_KEY =
      Option.text("master-key", "where the key is, file:PATH").required().secret();

  private static final String SCHEME = "file:";
  private static final int LENGTH = 32;

  @Override
  public String id() {
    return "file-key";
  }

  @Override
  public Set<Option<?>> options() {
    return Set.of(MASTER_KEY);
  }

  @Override
  public RecordSealer open(StorageOptions options, StorageBackend backend) {
    if (!options.get(MASTER_KEY).startsWith(SCHEME)) {
      throw new StorageConfigurationException("Option 'master-key' must be file:PATH.");
    }
    Path file = Path.of(options.get(MASTER_KEY).substring(SCHEME.length()));
    Optional<StoredRecord> keyring = backend.get(RecordId.KEYRING);
    try {
      if (keyring.isPresent()) {
        return open(keyring.get().value(), Files.readAllBytes(file));
      }
      if (!options.get(StorageOptions.CREATE)) {
        throw new StorageConfigurationException("There is no store here yet.");
      }
      make(file);
      byte[] masterKey = Files.readAllBytes(file);
      return open(create(masterKey, backend), masterKey);
    } catch (IOException failure) {
      throw new KeyUnavailableException("The master key cannot be read or made.", failure);
    }
  }

  private static RecordSealer open(byte[] keyring, byte[] masterKey) {
    byte[] salt = Arrays.copyOf(keyring, LENGTH);
    if (!Arrays.equals(keyring, keyring(salt, masterKey))) {
      throw new KeyUnavailableException("The master key is not the store's.", null);
    }
    return new FileKeySealer(masterKey, salt);
  }

  private static byte[] create(byte[] masterKey, StorageBackend backend) {
    byte[] keyring = keyring(random(LENGTH), masterKey);
    StoredRecord record = StoredRecord.builder(RecordId.KEYRING, Version.of(random(Version.LENGTH)))
        .value(keyring)
        .build();
    try {
      backend.apply(List.of(Change.put(record, Expectation.ABSENT)), Samples.NOW);
      return keyring;
    } catch (PreconditionFailedException another) {
      return backend.get(RecordId.KEYRING).orElseThrow().value();
    }
  }

  private static byte[] keyring(byte[] salt, byte[] masterKey) {
    byte[] sum = FileKeySealer.mac(FileKeySealer.mac(masterKey, salt), salt);
    byte[] keyring = Arrays.copyOf(salt, LENGTH + sum.length);
    System.arraycopy(sum, 0, keyring, LENGTH, sum.length);
    return keyring;
  }

  /** Of several that make it at once, one does. */
  private static void make(Path key) throws IOException {
    Path made = Files.createTempFile(key.getParent(), "key", "");
    Files.write(made, random(LENGTH));
    try {
      Files.createLink(key, made);
    } catch (FileAlreadyExistsException another) {
      return;
    } finally {
      Files.delete(made);
    }
  }

  static byte[] random(int length) {
    byte[] random = new byte[length];
    new SecureRandom().nextBytes(random);
    return random;
  }
}
