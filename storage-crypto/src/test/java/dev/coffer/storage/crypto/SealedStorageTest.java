package dev.coffer.storage.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.UnreadableEntryException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sealer under the facade: a signed token, kept and read back, and what becomes of edits. */
class SealedStorageTest {

  private final TestBackend backend = new TestBackend();
  private final TinkSealerProvider provider = new TinkSealerProvider();

  @TempDir
  private Path directory;

  private StorageOptions options;
  private String token;

  @BeforeEach
  void signAToken() throws Exception {
    options = StorageOptions.of("any")
        .with("master-key", "file:" + directory.resolve("master.key"))
        .with("create", "true");
    token = jwt();
  }

  @Test
  void aTokenIsReadBackAfterReopening() {
    try (SecureStorage storage = open()) {
      alice(storage).write("refresh_token", Secret.of(token));
    }
    try (SecureStorage storage = open()) {
      assertThat(alice(storage).read("refresh_token").orElseThrow().value())
          .isEqualTo(Secret.of(token));
      assertThat(storage.guarantees()).containsExactly(Guarantee.ENCRYPTED);
    }
  }

  @Test
  void neitherNameNorValueNorScopeIsInTheStore() {
    try (SecureStorage storage = open()) {
      alice(storage).write("refresh_token", Secret.of(token));
    }
    String stored = everythingStored();

    assertThat(stored)
        .doesNotContain("refresh_token")
        .doesNotContain("tenant7")
        .doesNotContain("alice")
        .doesNotContain(token.substring(0, 20));
  }

  @Test
  void whateverIsEditedInARecordMakesItUnreadable() {
    try (SecureStorage storage = open()) {
      alice(storage).write("refresh_token", Secret.of(token));
      StoredRecord record = entry();

      edits(record).forEach(edited -> {
        backend.plant(edited);
        assertThatThrownBy(() -> alice(storage).read("refresh_token"))
            .isInstanceOf(UnreadableEntryException.class);
        assertThat(alice(storage).readAll().unreadable()).hasSize(1);
      });
    }
  }

  @Test
  void anEncryptedStoreIsNotOpenedInClearText() {
    open().close();

    assertThatThrownBy(() -> SecureStorage.over(backend).unsealed().build())
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("master key");
  }

  /** A limit, not a promise: docs/threat-model.md says so. */
  @Test
  void aKeyringExchangedTogetherWithItsCheckHidesEntriesButNotFromAWholeListing() {
    TestBackend other = new TestBackend();
    provider.open(options, other).close();
    try (SecureStorage storage = open()) {
      alice(storage).write("refresh_token", Secret.of(token));
      storage.write("token", Secret.of(token));
    }
    backend.plant(other.get(RecordId.KEYRING).orElseThrow());
    backend.plant(other.get(KeyringRecords.CHECK).orElseThrow());

    try (SecureStorage storage = open()) {
      assertThat(alice(storage).read("refresh_token")).isEmpty();
      assertThat(alice(storage).readAll().unreadable()).isEmpty();
      assertThat(storage.read("token")).isEmpty();
      assertThat(storage.readAll().unreadable()).hasSize(1);
    }
  }

  @Test
  void optionsSelectItAndAllThatIsWrongIsReportedAtOnce() {
    Map<String, String> good =
        Map.of("encryption", "tink", "master-key", "file:" + directory.resolve("master.key"));
    try (SecureStorage storage = SecureStorage.open("memory", good)) {
      storage.write("key", Secret.of(token));
      assertThat(storage.read("key").orElseThrow().value()).isEqualTo(Secret.of(token));
      assertThat(storage.guarantees()).contains(Guarantee.ENCRYPTED);
    }

    assertThatThrownBy(
            () -> SecureStorage.open("memory", Map.of("master-key", "hunter2", "colour", "red")))
        .isInstanceOfSatisfying(
            StorageConfigurationException.class,
            wrong -> assertThat(wrong.problems()).isNotEmpty())
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> SecureStorage.open("memory", Map.of("master-key", "hunter2")))
        .isInstanceOf(StorageConfigurationException.class)
        .hasMessageContaining("env:NAME, export:PATH, file:PATH")
        .hasMessageNotContaining("hunter2");
  }

  private Stream<StoredRecord> edits(StoredRecord record) {
    return Stream.concat(
        flips(record.name())
            .map(name -> copy(record).name(name).value(record.value()).build()),
        Stream.concat(
            flips(record.value())
                .map(value -> copy(record).name(record.name()).value(value).build()),
            Stream.of(
                    copy(record).expiresAt(Long.MAX_VALUE - 1),
                    copy(record).epoch(2),
                    copy(record).suite(2),
                    copy(record).flags(1))
                .map(draft -> draft.name(record.name()).value(record.value()).build())));
  }

  private static StoredRecord.Builder copy(StoredRecord record) {
    return StoredRecord.builder(record.id(), record.version())
        .epoch(record.epoch())
        .suite(record.suite());
  }

  private static Stream<byte[]> flips(byte[] sealed) {
    return Stream.iterate(0, at -> at < sealed.length, at -> at + 1).map(at -> {
      byte[] copy = sealed.clone();
      copy[at] ^= 1;
      return copy;
    });
  }

  private StoredRecord entry() {
    return backend.scan(ScanRequest.of(RecordId.ENTRIES, 1)).records().get(0);
  }

  private String everythingStored() {
    StringBuilder all = new StringBuilder();
    for (StoredRecord record :
        backend.scan(ScanRequest.of(RecordId.of(new byte[0]), 100)).records()) {
      for (byte[] part : List.of(record.id().toBytes(), record.name(), record.value())) {
        all.append(new String(part, UTF_8));
      }
    }
    return all.toString();
  }

  private SecureStorage open() {
    return SecureStorage.over(backend).sealer(provider.open(options, backend)).build();
  }

  private static StorageScope alice(SecureStorage storage) {
    return storage.scoped("tenant7", "alice");
  }

  /** RFC 7519, signed with RS256 by the JDK. */
  private static String jwt() throws Exception {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String head = base64.encodeToString("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(UTF_8));
    String claims = "{\"sub\":\"alice\",\"scope\":\"" + "read:everything ".repeat(40) + "\"}";
    String signed = head + "." + base64.encodeToString(claims.getBytes(UTF_8));
    Signature signature = Signature.getInstance("SHA256withRSA");
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    signature.initSign(keys.generateKeyPair().getPrivate());
    signature.update(signed.getBytes(US_ASCII));
    return signed + "." + base64.encodeToString(signature.sign());
  }
}
