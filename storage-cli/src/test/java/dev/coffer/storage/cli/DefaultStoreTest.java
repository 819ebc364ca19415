package dev.coffer.storage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The encrypted file of a user who has chosen nothing. */
final class DefaultStoreTest {

  @TempDir
  private Path home;

  private final Shell shell = Shell.empty();
  private Path store;
  private Path key;

  @BeforeEach
  void haveAnEmptyHome() {
    shell.environment.put("HOME", home.toString());
    store = home.resolve(".local/share/coffer/store.coffer");
    key = home.resolve(".config/coffer/master.key");
  }

  @Test
  void isMadeByTheFirstPutWhichSaysWhere() throws IOException {
    String token = new Tokens().token(60);

    Shell.Result put = shell.input(token).run("put", "tenant7", "alice", "refresh_token");

    assertThat(put.exitCode()).isZero();
    assertThat(put.err())
        .contains(store.toString())
        .contains(key.toString())
        .contains("Back this key up");
    assertThat(shell.input("x").run("put", "second").err()).isEmpty();
    assertThat(shell.run("get", "tenant7", "alice", "refresh_token").out()).isEqualTo(token);
    for (Path file : new Path[] {store.getParent(), key.getParent()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rwx------");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
  }

  @Test
  void holdsNoNameAndNoSecretInTheClear() throws IOException {
    shell.input("c4nary-secret").setUp("put", "c4nary-scope", "c4nary-key");

    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        assertThat(
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
            .doesNotContain("c4nary");
      }
    }
  }

  @Test
  void isNotMadeByLooking() {
    Shell.Result get = shell.run("get", "key");
    assertThat(get.exitCode()).isEqualTo(1);
    assertThat(get.err()).contains("There is no store yet").contains(store.toString());

    assertThat(shell.run("list").exitCode()).isZero();
    assertThat(shell.run("scopes", "--json").out())
        .isEqualTo("{\"scopes\":[],\"unreadable\":[],\"next\":null}\n");
    assertThat(shell.run("delete", "key").exitCode()).isZero();
    assertThat(shell.run("delete", "--if-version", "0".repeat(32), "key").exitCode())
        .isEqualTo(5);
    assertThat(shell.run("clear", "--yes", "--all").exitCode()).isZero();
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void thatWasLostDoesNotLookEmpty() throws Exception {
    assertThat(shell.input("x").run("put", "key").exitCode()).isZero();
    Files.delete(store);

    for (String command : new String[] {"get", "delete"}) {
      Shell.Result result = shell.run(command, "key");
      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.err()).contains("master.key").contains(store.toString());
    }
    assertThat(shell.run("list").exitCode()).isEqualTo(2);
    assertThat(shell.input("y").run("put", "key").err()).contains("Made a new store");
    assertThat(shell.run("get", "key").out()).isEqualTo("y");
  }

  @Test
  void isNotMadeByAPutThatFailsBefore() {
    assertThat(shell.input("").run("put", "key").exitCode()).isEqualTo(2);
    assertThat(shell.input("x").run("put", "--expires-in=never", "key").exitCode())
        .isEqualTo(2);

    assertThat(home).isEmptyDirectory();
  }

  @Test
  void neverGetsANewKeyWhenItsOwnIsMissing() throws IOException {
    shell.input("secret").setUp("put", "key");
    byte[] before = Files.readAllBytes(store);
    Files.move(key, home.resolve("elsewhere.key"));

    assertThat(shell.run("get", "key").exitCode()).isEqualTo(3);
    assertThat(shell.input("other").run("put", "key").exitCode()).isEqualTo(3);
    assertThat(shell.input("other").run("put", "--create", "key").exitCode()).isEqualTo(3);

    assertThat(key).doesNotExist();
    assertThat(Files.readAllBytes(store)).isEqualTo(before);
    Files.move(home.resolve("elsewhere.key"), key);
    assertThat(shell.run("get", "key").out()).isEqualTo("secret");
  }

  @Test
  void takesTheKeyThatIsThereForANewStore() throws IOException {
    shell.input("secret").setUp("put", "key");
    byte[] masterKey = Files.readAllBytes(key);
    Files.move(store, home.resolve("old.coffer"));

    Shell.Result put = shell.input("again").run("put", "key");

    assertThat(put.err()).contains("Its master key is the one in '" + key + "'");
    assertThat(Files.readAllBytes(key)).isEqualTo(masterKey);
  }

  @Test
  void liesWhereTheXdgVariablesSay() {
    shell.environment.put("XDG_DATA_HOME", home.resolve("data").toString());
    shell.environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());

    shell.input("secret").setUp("put", "key");

    assertThat(home.resolve("data/coffer/store.coffer")).isRegularFile();
    assertThat(home.resolve("config/coffer/master.key")).isRegularFile();
    assertThat(home.resolve(".local")).doesNotExist();
  }

  @Test
  void isNotMadeWhereSomeoneSaysNotTo() {
    shell.environment.put("COFFER_CREATE", "false");

    assertThat(shell.input("secret").run("put", "key").exitCode()).isEqualTo(2);
    assertThat(store).doesNotExist();
  }

  @Test
  void needsAHome() {
    shell.environment.remove("HOME");

    Shell.Result get = shell.run("get", "key");

    assertThat(get.exitCode()).isEqualTo(2);
    assertThat(get.err()).contains("set HOME");
  }

  @Test
  void needsAFolderThatCanBeMade() throws IOException {
    Files.createSymbolicLink(home.resolve(".local"), home.resolve("nowhere"));

    Shell.Result put = shell.input("secret").run("put", "key");

    assertThat(put.exitCode()).isEqualTo(4);
    assertThat(put.err()).contains("cannot be made");
  }

  @Test
  void isAnotherThanAChosenFile() {
    Path file = home.resolve("chosen.coffer");
    String[] chosen = {"--option=path=" + file, "--option=master-key=file:" + home.resolve("k")};

    Shell.Result put = shell.input("x").run("put", chosen[0], chosen[1], "key");
    assertThat(put.exitCode()).isEqualTo(2);
    assertThat(file).doesNotExist();

    shell.input("x").setUp("put", chosen[0], chosen[1], "--create", "key");
    assertThat(shell.run("get", chosen[0], chosen[1], "key").out()).isEqualTo("x");
    assertThat(store).doesNotExist();
    assertThat(shell.run("get", chosen[0], "key").err()).contains("'master-key' is missing");
  }
}
