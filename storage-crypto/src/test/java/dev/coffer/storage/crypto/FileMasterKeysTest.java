package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.MASTER_KEY_BYTES;
import static dev.coffer.storage.crypto.Fixtures.OPTIONS;
import static dev.coffer.storage.crypto.Fixtures.STORE_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.KeyUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileMasterKeysTest {

  private final MasterKeyKind files = new FileMasterKeys();

  @TempDir
  private Path directory;

  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("master.key");
  }

  @Test
  void aNewKeyIsForItsOwnerAloneAndOpensWhatItWrapped() throws Exception {
    Keyring keyring = Keyring.create(files.openOrCreate(file.toString(), OPTIONS), STORE_ID);

    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(Files.readString(file)).startsWith("coffer-master-key-v1 ").hasSize(74);
    assertThat(Keyring.open(keyring.toBytes(), files.open(file.toString(), OPTIONS))
            .storeId())
        .isEqualTo(STORE_ID);
  }

  @Test
  void nothingButTheKeyIsLeftBehind() throws Exception {
    files.openOrCreate(file.toString(), OPTIONS).close();

    assertThat(entries()).containsExactly(file);
  }

  @Test
  void aKeyThatIsThereIsTakenAsItIs() throws Exception {
    put("rw-------");
    byte[] before = Files.readAllBytes(file);

    MasterKey key = files.openOrCreate(file.toString(), OPTIONS);

    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    byte[] keyring = Keyring.create(Fixtures.masterKey(), STORE_ID).toBytes();
    assertThat(Keyring.open(keyring, key).generation()).isEqualTo(1);
  }

  @Test
  void directoriesOnTheWayAreMadeForTheOwnerAlone() throws Exception {
    Path deep = directory.resolve("coffer/keys/master.key");

    files.openOrCreate(deep.toString(), OPTIONS).close();

    assertThat(permissions(deep.getParent())).isEqualTo("rwx------");
    assertThat(permissions(deep.getParent().getParent())).isEqualTo("rwx------");
  }

  @Test
  void anInterruptBreaksNothingAndIsKept() throws Exception {
    Thread.currentThread().interrupt();
    MasterKey made = files.openOrCreate(file.toString(), OPTIONS);
    boolean keptByMaking = Thread.currentThread().isInterrupted();
    MasterKey read = files.open(file.toString(), OPTIONS);
    boolean keptByReading = Thread.interrupted();

    assertThat(keptByMaking).isTrue();
    assertThat(keptByReading).isTrue();
    byte[] keyring = Keyring.create(made, STORE_ID).toBytes();
    assertThat(Keyring.open(keyring, read).storeId()).isEqualTo(STORE_ID);
    assertThat(entries()).containsExactly(file);
  }

  @Test
  void openingMakesNothing() throws Exception {
    assertThatUnavailable(() -> files.open(file.toString(), OPTIONS))
        .hasMessageContaining("is not there");
    assertThat(entries()).isEmpty();
  }

  @RepeatedTest(50)
  void manyThatMakeItAtOnceEndWithOneKey() throws Exception {
    List<MasterKey> keys = Race.of(16, () -> files.openOrCreate(file.toString(), OPTIONS));

    byte[] keyring = Keyring.create(keys.get(0), STORE_ID).toBytes();
    assertThat(keys)
        .allSatisfy(key -> assertThat(Keyring.open(keyring, key).storeId()).isEqualTo(STORE_ID));
    assertThat(entries()).containsExactly(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw--w----", "rw----r--", "rw-----w-", "rw-rw-rw-"})
  void aKeyThatOthersCanReachIsRefusedWithTheRemedy(String mode) throws Exception {
    put(mode);

    assertThatUnavailable(() -> files.open(file.toString(), OPTIONS))
        .hasMessageContaining(mode)
        .hasMessageContaining("chmod 600 " + file);
    assertThatUnavailable(() -> files.openOrCreate(file.toString(), OPTIONS))
        .hasMessageContaining(mode);
    assertThat(permissions(file)).isEqualTo(mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------"})
  void aKeyForItsOwnerAloneOpens(String mode) throws Exception {
    put(mode);

    assertThat(files.open(file.toString(), OPTIONS).source()).isEqualTo("file:" + file);
  }

  @Test
  void aDirectoryIsNoKey() throws Exception {
    Files.createDirectory(file);

    assertThatUnavailable(() -> files.open(file.toString(), OPTIONS))
        .hasMessageContaining("no regular file");
    assertThatUnavailable(() -> files.openOrCreate(file.toString(), OPTIONS))
        .hasMessageContaining("no regular file");
  }

  @Test
  void aLargeFileIsNotReadToItsEnd() throws Exception {
    put("rw-------");
    Files.write(file, new byte[1 << 20]);

    assertThatUnavailable(() -> files.open(file.toString(), OPTIONS))
        .hasMessageContaining("128 bytes");
  }

  @Test
  void aForeignFileIsNeitherReadAsAKeyNorReplaced() throws Exception {
    put("rw-------");
    Files.writeString(file, "ssh-ed25519 AAAA canary");

    assertThatUnavailable(() -> files.openOrCreate(file.toString(), OPTIONS))
        .hasMessageContaining("another kind of file")
        .hasMessageNotContaining("canary");
    assertThat(Files.readString(file)).isEqualTo("ssh-ed25519 AAAA canary");
  }

  @Test
  void aKeyIsNotMadeThroughALink() throws Exception {
    Path target = directory.resolve("elsewhere");
    Files.createSymbolicLink(file, target);

    assertThatUnavailable(() -> files.openOrCreate(file.toString(), OPTIONS))
        .hasMessageContaining("is not there");
    assertThat(Files.exists(target)).isFalse();
  }

  @Test
  void aLinkToAKeyOpens() throws Exception {
    put("rw-------");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    assertThat(files.open(link.toString(), OPTIONS).source()).isEqualTo("file:" + link);
  }

  @Test
  void aPlaceWhereNoFileCanBeIsNamed() throws Exception {
    Files.writeString(file, "a file, and no directory");
    Path below = file.resolve("master.key");

    assertThatUnavailable(() -> files.openOrCreate(below.toString(), OPTIONS))
        .hasMessageContaining("file:" + below)
        .hasMessageContaining("could not be made");
    assertThat(Files.readString(file)).isEqualTo("a file, and no directory");
  }

  private void put(String mode) throws IOException {
    Files.write(file, KeyFileText.format(MASTER_KEY_BYTES));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return found.toList();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static AbstractThrowableAssert<?, ?> assertThatUnavailable(Callable<MasterKey> opening) {
    return assertThatThrownBy(opening::call)
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("file:/");
  }
}
