package dev.coffer.storage.crypto;

import static dev.coffer.storage.crypto.Fixtures.MASTER_KEY_BYTES;
import static dev.coffer.storage.crypto.Fixtures.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.KeyUnavailableException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever runs this owns the key; who "this process" and "root" are is for the tests to say. */
class KeyFileOwnersTest {

  @TempDir
  private Path directory;

  private Path file;
  private UserPrincipal me;
  private UserPrincipal somebody;
  private UserPrincipal nobody;

  @BeforeEach
  void putAKey() throws Exception {
    file = directory.resolve("master.key");
    Files.write(file, KeyFileText.format(MASTER_KEY_BYTES));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    me = Files.getOwner(file);
    somebody = user("64000");
    nobody = user("65000");
  }

  @Test
  void aKeyOfThisProcesssUserOpens() {
    assertThat(keys(somebody, me).open(file.toString(), OPTIONS).source())
        .isEqualTo("file:" + file);
  }

  @Test
  void aKeyOfRootOpens() {
    assertThat(keys(me, somebody).open(file.toString(), OPTIONS).source())
        .isEqualTo("file:" + file);
  }

  @Test
  void aKeyOfAnotherUserIsRefusedWithItsOwner() {
    assertThatForeign(keys(somebody, nobody), file, me);
  }

  @Test
  void whatALinkLeadsToCounts() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    assertThatForeign(keys(somebody, nobody), link, me);
    assertThat(keys(somebody, me).open(link.toString(), OPTIONS).source())
        .isEqualTo("file:" + link);
  }

  /** Only root can give files away; anybody else keeps the key, and it opens. */
  @Test
  void aKeyThatWasGivenAwayIsRefusedByTheSystemsOwnWord() throws Exception {
    try {
      Files.setOwner(file, nobody);
    } catch (FileSystemException notRoot) {
      assertThat(new FileMasterKeys().open(file.toString(), OPTIONS).source())
          .isEqualTo("file:" + file);
      return;
    }
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    assertThatForeign(new FileMasterKeys(), file, nobody);
    assertThatForeign(new FileMasterKeys(), link, nobody);
  }

  @Test
  void anInterruptedThreadKnowsItsUserToo() throws Exception {
    Thread.currentThread().interrupt();
    UserPrincipal user = KeyFileOwners.effectiveUser();
    boolean kept = Thread.interrupted();

    assertThat(user).isEqualTo(me);
    assertThat(kept).isTrue();
  }

  private static void assertThatForeign(MasterKeyKind keys, Path key, UserPrincipal owner) {
    assertThatThrownBy(() -> keys.open(key.toString(), OPTIONS))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("file:" + key)
        .hasMessageContaining("belongs to the user " + owner.getName());
    assertThatThrownBy(() -> keys.openOrCreate(key.toString(), OPTIONS))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("belongs to the user " + owner.getName());
  }

  private static MasterKeyKind keys(UserPrincipal root, UserPrincipal process) {
    return new FileMasterKeys(new KeyFileOwners(() -> root, () -> process));
  }

  /** By number: a user without a name will do. */
  private static UserPrincipal user(String id) throws IOException {
    return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(id);
  }
}
