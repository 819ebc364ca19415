/**
 * Keys and encryption: the sealer {@code tink}, its keyring and master keys
 * ({@link dev.coffer.storage.crypto}).
 */
@SuppressWarnings("requires-automatic") // Tink has a name, and no descriptor yet.
module dev.coffer.storage.crypto {
  requires transitive dev.coffer.storage;
  requires static transitive org.jspecify;
  requires com.google.crypto.tink;
  requires org.bouncycastle.provider;

  exports dev.coffer.storage.crypto;

  uses dev.coffer.storage.crypto.MasterKeyKind;

  provides dev.coffer.storage.spi.SealerProvider with
      dev.coffer.storage.crypto.TinkSealerProvider;
  provides dev.coffer.storage.crypto.MasterKeyKind with
      dev.coffer.storage.crypto.EnvironmentMasterKeys,
      dev.coffer.storage.crypto.FileMasterKeys,
      dev.coffer.storage.crypto.PassphraseMasterKeys;
}
