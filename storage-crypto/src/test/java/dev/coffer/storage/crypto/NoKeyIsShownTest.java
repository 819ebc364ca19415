package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.BINDING;
import static dev.coffer.storage.crypto.Fixtures.MASTER_KEY_BYTES;
import static dev.coffer.storage.crypto.Fixtures.PLAINTEXT;
import static dev.coffer.storage.crypto.Fixtures.STORE_ID;
import static dev.coffer.storage.crypto.Fixtures.anotherMasterKey;
import static dev.coffer.storage.crypto.Fixtures.masterKey;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.StoredRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every key here is known to the test, which then looks for it in all that people get to see. */
class NoKeyIsShownTest {

  private final List<String> seen = new ArrayList<>();
  private Keyring keyring;
  private List<byte[]> keys;

  @BeforeEach
  void knowEveryKey() throws Exception {
    keyring = Keyring.create(masterKey(), STORE_ID);
    IndependentReader reader = new IndependentReader(keyring.toBytes(), MASTER_KEY_BYTES);
    keys = List.of(MASTER_KEY_BYTES, reader.digestKey, reader.recordKeys.get(1));
  }

  @Test
  void notByAnythingPublic() {
    RecordSealer sealer = keyring.sealer();
    seen.add(keyring.toString());
    seen.add(sealer.toString());
    seen.add(masterKey().toString());
    seen.add(masterKey().source());
    seen.add(MasterKeyOptions.MASTER_KEY.toString());
    seen.add(options("env:" + base64(MASTER_KEY_BYTES)).toString());

    assertThatNoKeyIsSeen();
  }

  @Test
  void notByAKeyringThatDoesNotOpen() {
    byte[] bytes = keyring.toBytes();
    byte[] edited = bytes.clone();
    edited[bytes.length - 1]++;

    see(() -> Keyring.open(bytes, anotherMasterKey()));
    see(() -> Keyring.open(edited, masterKey()));
    for (int at = 0; at < bytes.length - KeyringFormat.MAC_LENGTH - Integer.BYTES; at++) {
      byte[] flipped = bytes.clone();
      flipped[at]++;
      see(() -> Keyring.open(flipped, masterKey()));
      see(() -> Keyring.open(Fixtures.withChecksum(flipped.clone()), masterKey()));
    }
    see(() -> Keyring.open(MASTER_KEY_BYTES, masterKey()));

    assertThatNoKeyIsSeen();
  }

  @Test
  void notByASealerThatRefuses() {
    RecordSealer sealer = keyring.sealer();
    byte[] sealed = sealer.seal(1, MASTER_KEY_BYTES, BINDING);

    see(() -> sealer.open(1, sealed, PLAINTEXT));
    see(() -> sealer.open(2, sealed, BINDING));
    see(() -> sealer.seal(2, MASTER_KEY_BYTES, BINDING));
    see(() -> keyring.deriveKey("not a label", MASTER_KEY_BYTES));

    assertThatNoKeyIsSeen();
  }

  @Test
  void notByAMasterKeyInTheWrongPlace(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("master.key");
    for (String text : spellings(MASTER_KEY_BYTES)) {
      Map<String, String> environment = Map.of("KEY_TWICE", text + text);
      see(() -> MasterKeyOptions.open(options(text)));
      see(() -> MasterKeyOptions.open(options("env:" + text)));
      see(() -> MasterKeys.of(new EnvironmentMasterKeys(environment::get))
          .open(options("env:KEY_TWICE")));
      seen.addAll(MasterKeyOptions.problems(options(text)));
      seen.addAll(MasterKeyOptions.problems(options("env:" + text)));
      if (KeyText.isIn(text)) { // Any other text can be a path.
        see(() -> MasterKeyOptions.open(options("file:" + text)));
      }

      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      see(() -> MasterKeyOptions.open(options("file:" + file)));
    }
    byte[] damaged = KeyFileText.format(MASTER_KEY_BYTES);
    damaged[damaged.length - 2] = 'x';
    Files.write(file, damaged);
    see(() -> MasterKeyOptions.open(options("file:" + file)));
    Files.write(file, KeyFileText.format(MASTER_KEY_BYTES));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    see(() -> MasterKeyOptions.open(options("file:" + file)));

    assertThatNoKeyIsSeen();
  }

  @Test
  void notByTheStore(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("master.key");
    Files.write(file, KeyFileText.format(MASTER_KEY_BYTES));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    TestBackend backend = new TestBackend();
    StorageOptions create = options("file:" + file).with("create", "true");
    new TinkSealerProvider().open(create, backend).close();
    byte[] stored = backend.get(RecordId.KEYRING).orElseThrow().value();
    IndependentReader reader = new IndependentReader(stored, MASTER_KEY_BYTES);
    keys = List.of(MASTER_KEY_BYTES, reader.digestKey, reader.recordKeys.get(1));

    seen.add(new String(stored, ISO_8859_1));
    seen.add(backend.changes.toString());
    backend.plant(
        StoredRecord.builder(KeyringRecords.CHECK, Version.of(new byte[16])).build());
    see(() -> new TinkSealerProvider().open(create, backend));

    assertThatNoKeyIsSeen();
  }

  /** Keeps all that a log would have of the failure: messages, causes and stack. */
  private void see(ThrowingCallable failing) {
    Throwable failure = catchThrowable(failing);
    assertThat(failure).isNotNull();
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    seen.add(text.toString());
  }

  private void assertThatNoKeyIsSeen() {
    assertThat(seen).isNotEmpty();
    for (byte[] key : keys) {
      for (String spelling : spellings(key)) {
        assertThat(seen.stream()
                .filter(text -> text.contains(spelling))
                .map(text -> text.lines().findFirst().orElseThrow()))
            .isEmpty();
      }
    }
  }

  private static List<String> spellings(byte[] key) {
    String hex = HexFormat.of().formatHex(key);
    return List.of(
        hex,
        hex.toUpperCase(Locale.ROOT),
        base64(key),
        Base64.getEncoder().encodeToString(key),
        new String(key, ISO_8859_1),
        Arrays.toString(key));
  }

  private static String base64(byte[] key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
  }

  private static StorageOptions options(String masterKey) {
    return StorageOptions.of("any").with("master-key", masterKey);
  }
}
