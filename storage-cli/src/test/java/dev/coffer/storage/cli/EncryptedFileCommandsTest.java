package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify}, {@code salvage} and {@code compact} over an encrypted file. */
final class EncryptedFileCommandsTest {

  @TempDir
  Path directory;

  private final Shell shell = Shell.empty();
  private Path store;

  @BeforeEach
  void put() {
    store = directory.resolve("store");
    shell.choose(store, "file:" + directory.resolve("key"));
    shell.input("a").setUp("put", "--create", "tenant7", "first");
    shell.input("b".repeat(1_000)).setUp("put", "tenant7", "second");
    shell.input("c").setUp("put", "tenant7", "third");
  }

  @Test
  void anIntactFileIsVerifiedWithItsSizes() {
    assertThat(shell.run("verify").out()).isEqualTo("Intact: 3, unreadable: 0.\n");
    assertThat(shell.run("verify", "--json").out())
        .startsWith("{\"intact\":3,\"unreadable\":[],\"file\":{\"findings\":[],"
            + "\"unfinished\":null,\"records\":3,\"liveBytes\":");
  }

  @Test
  void aDamagedValueIsTheOnlyOneThatIsMissedAndTheFileIsLeftAsItIs() throws IOException {
    byte[] damaged = damageSecond();

    Shell.Result verified = shell.run("verify");

    assertThat(verified.exitCode()).isEqualTo(3);
    assertThat(verified.out())
        .contains("tenant7 second")
        .contains("Damaged: at offset ")
        .endsWith("Intact: 2, unreadable: 1.\n");
    assertThat(shell.run("verify", "--json").exitCode()).isEqualTo(3);
    assertThat(store).hasBinaryContent(damaged);
  }

  @Test
  void anAppendThatWasCutOffIsReportedAndNoDamage() throws IOException {
    byte[] whole = Files.readAllBytes(store);
    Files.write(store, Arrays.copyOf(whole, whole.length - 7));

    Shell.Result verified = shell.run("verify");

    assertThat(verified.exitCode()).isZero();
    assertThat(verified.out())
        .startsWith("Unfinished: at offset ")
        .endsWith("Intact: 2, unreadable: 0.\n");
    assertThat(Files.size(store)).isEqualTo(whole.length - 7);
  }

  @Test
  void whatIsIntactIsSalvagedIntoAStoreThatTheSameKeyOpens() throws IOException {
    byte[] damaged = damageSecond();
    Path salvaged = directory.resolve("salvaged");

    Shell.Result result = shell.run("salvage", "--to", salvaged.toString());

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).contains("Damaged: at offset ").endsWith("Copied: 2, left out: 1.\n");
    assertThat(store).hasBinaryContent(damaged);
    shell.environment.put("COFFER_PATH", salvaged.toString());
    assertThat(shell.run("verify").out()).isEqualTo("Intact: 2, unreadable: 0.\n");
    assertThat(shell.run("get", "tenant7", "third").out()).isEqualTo("c");
    shell.input("d").setUp("put", "tenant7", "fourth");
  }

  @Test
  void aWholeStoreIsSalvagedWithCode0AndNothingIsOverwritten() throws IOException {
    Path salvaged = directory.resolve("salvaged");

    Shell.Result result = shell.run("salvage", "--json", "--to", salvaged.toString());

    assertThat(result.exitCode()).isZero();
    assertThat(result.json()).containsEntry("copied", 3L).containsEntry("leftOut", 0L);
    byte[] bytes = Files.readAllBytes(salvaged);
    assertThat(shell.run("salvage", "--to", salvaged.toString()).exitCode()).isEqualTo(2);
    assertThat(salvaged).hasBinaryContent(bytes);
  }

  @Test
  void compactingGivesBackWhatWasReplacedAndDeleted() throws IOException {
    shell.setUp("delete", "tenant7", "second");
    long before = Files.size(store);

    Shell.Result result = shell.run("compact");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("Compacted: 2 records, " + before + " bytes before, ");
    assertThat(Files.size(store)).isLessThan(before - 1_000);
    assertThat(shell.run("get", "tenant7", "first").out()).isEqualTo("a");
    assertThat(shell.run("compact", "--json").json()).containsEntry("records", 2L);
  }

  @Test
  void aDamagedStoreIsNotCompacted() throws IOException {
    byte[] damaged = damageSecond();

    Shell.Result result = shell.run("compact");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(store).hasBinaryContent(damaged);
  }

  @Test
  void theseAreForNoOtherProvider() {
    Shell other = Shell.withPlace();

    assertThat(other.run("compact").exitCode()).isEqualTo(2);
    assertThat(other.run("salvage", "--to", directory.resolve("new").toString()).err())
        .contains("encrypted-file");
    assertThat(directory.resolve("new")).doesNotExist();
  }

  @Test
  void aStoreThatIsNotThereIsNotMade() {
    shell.environment.put("COFFER_PATH", directory.resolve("nowhere").toString());
    shell.environment.put("COFFER_CREATE", "true");

    assertThat(shell.run("compact").exitCode()).isEqualTo(2);
    assertThat(shell.run("verify").exitCode()).isEqualTo(2);
    assertThat(directory.resolve("nowhere")).doesNotExist();
  }

  private byte[] damageSecond() throws IOException {
    byte[] bytes = Files.readAllBytes(store);
    // In the sealed value of the second, which is the longest part of the file by far.
    bytes[bytes.length - 900] ^= 1;
    Files.write(store, bytes);
    return bytes;
  }
}
