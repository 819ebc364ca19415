/**
 * Keys and encryption: the sealer {@code tink}, its keyring and master keys
 * ({@link dev.coffer.storage.crypto}).
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"
}) // Tink has a name, and no descriptor yet.
module dev.coffer.storage.crypto {
  requires transitive dev.coffer.storage;
  requires static transitive org.jspecify;
  requires transitive com.google.crypto.tink;
  requires com.google.gson;
  requires java.net.http;
  // Clients of key services, which only their kinds of master keys
  // need.
  requires static com.google.crypto.tink.integration.awskms;
  requires static com.google.crypto.tink.integration.gcpkms;
  requires org.bouncycastle.provider;

  exports dev.coffer.storage.crypto;

  uses dev.coffer.storage.crypto.MasterKeyKind;

  provides dev.coffer.storage.spi.SealerProvider with
      dev.coffer.storage.crypto.TinkSealerProvider;
  provides dev.coffer.storage.crypto.MasterKeyKind with
      dev.coffer.storage.crypto.AwsKmsMasterKeys,
      dev.coffer.storage.crypto.EnvironmentMasterKeys,
      dev.coffer.storage.crypto.ExportedMasterKeys,
      dev.coffer.storage.crypto.FileMasterKeys,
      dev.coffer.storage.crypto.GcpKmsMasterKeys,
      dev.coffer.storage.crypto.OsKeyringMasterKeys,
      dev.coffer.storage.crypto.PassphraseMasterKeys,
      dev.coffer.storage.crypto.VaultMasterKeys;
}
