package dev.coffer.storage.crypto;

import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keyrings that were exported under a recovery passphrase, {@code export:PATH}: for the day when
 * every other master key is gone. The passphrase is {@link MasterKeyOptions#PASSPHRASE}.
 *
 * <p>It opens a store for as long as the store's own key is the one of then, which the removal of a
 * slot replaces. A store is not made with it.
 */
public final class ExportedMasterKeys implements MasterKeyKind {

  private final PassphraseMasterKeys passphrases = new PassphraseMasterKeys();

  /** For {@link java.util.ServiceLoader}. */
  public ExportedMasterKeys() {}

  @Override
  public String scheme() {
    return "export";
  }

  @Override
  public String form() {
    return "export:PATH";
  }

  @Override
  public Optional<String> problem(String location, StorageOptions options) {
    try {
      if (Path.of(location).getFileName() == null || location.isBlank()) {
        return Optional.of("its path is that of no file");
      }
    } catch (InvalidPathException invalid) {
      return Optional.of("its path has a character that paths do not have here");
    }
    return passphrases.problem("", options);
  }

  @Override
  public String source(String location) {
    return "export:" + Path.of(location).toAbsolutePath().normalize();
  }

  @Override
  public MasterKey open(String location, StorageOptions options) {
    Path file = Path.of(location).toAbsolutePath().normalize();
    byte[] bytes;
    // Of java.io, for an interrupted thread to read with too.
    try (InputStream in = new FileInputStream(file.toFile())) {
      bytes = in.readNBytes(KeyringExport.MAX_LENGTH + 1);
    } catch (IOException failure) {
      throw new KeyUnavailableException(
          "The export of a keyring " + file + " could not be read: "
              + failure.getClass().getName() + ".",
          null);
    }
    KeyringExport export = KeyringExport.read(bytes);
    try (MasterKey recovery = passphrases.open("", options)) {
      return new ExportedKey(source(location), export.open(recovery));
    }
  }

  @Override
  public MasterKey openOrCreate(String location, StorageOptions options) {
    throw new StorageConfigurationException("An export opens a store that is there, and makes none:"
        + " name another master key, or leave out create=true.");
  }

  @Override
  public boolean makesKeys() {
    return false;
  }
}
