package dev.coffer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The drill of {@code docs/recovery.md}: a machine is lost with its master key, and the store is
 * restored on another one from its backup and the export of its keyring.
 */
@Tag("once")
class RecoveryDrillTest {

  private static final String PASSPHRASE = "correct horse battery staple";

  @TempDir
  private Path folder;

  private String[] export;
  private String[] restore;
  private Machine lost;
  private Machine other;

  @BeforeEach
  void haveTwoMachines() throws Exception {
    String file = folder.resolve("coffer.export").toString();
    export = new String[] {"keys", "export", "--recovery-passphrase-stdin", "--to", file};
    restore = new String[] {"keys", "restore", "--recovery-passphrase-stdin", "--from", file};
    lost = new Machine(folder.resolve("lost"));
    other = new Machine(folder.resolve("other"));
  }

  @Test
  void theDefaultStoreIsRestoredFromItsFileAndTheExport() throws Exception {
    lost.setUp("a first token", "put", "tenant7", "alice", "token");
    lost.setUp("", "keys", "rotate", "--now");
    lost.setUp("a second token", "put", "tenant7", "bob", "token");
    lost.setUp(PASSPHRASE, export);
    lost.setUp("a third token", "put", "tenant7", "carol", "token");
    Files.createDirectories(other.store().getParent());
    Files.copy(lost.store(), other.store());

    assertThat(other.coffer("", "get", "tenant7", "alice", "token").exit()).isEqualTo(3);
    Jvm.Run wrong = other.coffer("a wrong passphrase", restore);
    assertThat(wrong.exit()).isEqualTo(3);
    assertThat(wrong.err()).contains("made with another one").doesNotContain("a wrong passphrase");
    assertThat(other.masterKey()).doesNotExist();

    assertThat(other.setUp(PASSPHRASE, restore))
        .startsWith("Slot 2 was added: the store opens with file:" + other.masterKey());

    assertThat(other.setUp("", "get", "tenant7", "alice", "token")).isEqualTo("a first token");
    assertThat(other.setUp("", "get", "tenant7", "bob", "token")).isEqualTo("a second token");
    assertThat(other.setUp("", "get", "tenant7", "carol", "token")).isEqualTo("a third token");
    other.setUp("a fourth token", "put", "tenant7", "dave", "token");
    assertThat(other.setUp("", "keys", "status")).contains("slot  1", "slot  2");
  }

  @Test
  void aDatabaseIsRestoredFromItsFileAndTheExport() throws Exception {
    lost.setUp("a token", inDatabase(lost, "put", "--create", "tenant7", "alice", "token"));
    lost.setUp(PASSPHRASE, inDatabase(lost, export));
    Files.copy(lost.file("tokens.mv.db"), other.file("tokens.mv.db"));

    String[] get = inDatabase(other, "get", "tenant7", "alice", "token");
    assertThat(other.coffer("", get).exit()).isEqualTo(3);
    other.setUp(PASSPHRASE, inDatabase(other, restore));

    assertThat(other.setUp("", get)).isEqualTo("a token");
  }

  @Test
  void aKeyringThatIsLostIsPutBackByTheExport() throws Exception {
    lost.setUp("a token", inDatabase(lost, "put", "--create", "tenant7", "alice", "token"));
    lost.setUp(PASSPHRASE, inDatabase(lost, export));
    try (StorageBackend backend = StorageOptions.of("jdbc")
        .with("url", "jdbc:h2:" + lost.file("tokens"))
        .with("master-key", "file:" + lost.file("master.key"))
        .openBackend()) {
      backend.apply(List.of(Change.remove(RecordId.KEYRING, Expectation.ANY)), 0);
    }

    String[] get = inDatabase(lost, "get", "tenant7", "alice", "token");
    assertThat(lost.coffer("", get).err()).contains("its keyring is missing");
    assertThat(lost.setUp(PASSPHRASE, inDatabase(lost, restore)))
        .startsWith("Slot 1 was there already: the store opens with file:");

    assertThat(lost.setUp("", get)).isEqualTo("a token");
  }

  @Test
  void anExportOfAnotherStoreChangesNothing() throws Exception {
    lost.setUp("a token", "put", "key");
    lost.setUp(PASSPHRASE, export);
    other.setUp("another token", "put", "key");
    byte[] before = Files.readAllBytes(other.store());

    Jvm.Run restored = other.coffer(PASSPHRASE, restore);

    assertThat(restored.exit()).isEqualTo(3);
    assertThat(restored.err()).contains("of another store");
    assertThat(other.store()).hasBinaryContent(before);
    assertThat(other.setUp("", "get", "key")).isEqualTo("another token");
  }

  /** A command with the arguments that choose a machine's database. */
  private static String[] inDatabase(Machine machine, String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.add("--provider=jdbc");
    all.add("--option=url=jdbc:h2:" + machine.file("tokens"));
    all.add("--option=master-key=file:" + machine.file("master.key"));
    return all.toArray(new String[0]);
  }
}
