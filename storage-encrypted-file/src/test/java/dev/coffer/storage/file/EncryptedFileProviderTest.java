package dev.coffer.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.UnreadableStoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptedFileProviderTest {

  @TempDir
  Path directory;

  private Path path() {
    return directory.resolve("store");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .skip(1)
          .map(file -> directory.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aStoreIsFoundByItsIdAndKeepsWhatIsWritten() {
    try (SecureStorage storage = Stores.create(path())) {
      storage.scoped("tenant7", "alice").write("token", Secret.of("secret"));
      assertThat(storage.guarantees())
          .containsExactlyInAnyOrder(Guarantee.DURABLE, Guarantee.SHARED, Guarantee.ENCRYPTED);
    }

    try (SecureStorage storage = Stores.open(path())) {
      assertThat(storage.scoped("tenant7", "alice").read("token"))
          .hasValueSatisfying(e -> assertThat(e.value()).isEqualTo(Secret.of("secret")));
    }
  }

  @Test
  void nothingThatIsWrittenIsSeenInTheFile() throws IOException {
    try (SecureStorage storage = Stores.create(path())) {
      storage.scoped("canary-scope").write("canary-key", Secret.of("canary-value"));
    }

    String content = Files.readString(path(), StandardCharsets.ISO_8859_1);
    assertThat(content).doesNotContain("canary");
  }

  @Test
  void aStoreThatIsNotThereIsAnErrorThatSaysWhatWasLookedFor() throws IOException {
    Path relative = Path.of("").toAbsolutePath().relativize(path().toAbsolutePath());

    assertThatExceptionOfType(StorageConfigurationException.class)
        .isThrownBy(() -> Stores.open(relative))
        .withMessageContaining("no store at " + relative + " ")
        .withMessageContaining(relative.toAbsolutePath().toString())
        .withMessageContaining("create=true");
    assertThat(files()).isEmpty();
  }

  @Test
  void whatIsMadeIsForItsOwnerAlone() throws IOException {
    Path log = directory.resolve("a").resolve("b").resolve("store");

    Stores.create(log).close();

    assertThat(permissions(log)).isEqualTo("rw-------");
    assertThat(permissions(StoreLock.fileOf(log))).isEqualTo("rw-------");
    assertThat(permissions(log.getParent())).isEqualTo("rwx------");
    assertThat(permissions(log.getParent().getParent())).isEqualTo("rwx------");
    assertThat(files())
        .containsExactly("a", "a/b", "a/b/store", "a/b/store.lock", "a/b/store.master-key");
  }

  @Test
  void twoThatMakeItAtOnceEndWithOne() throws Exception {
    for (int round = 0; round < 20; round++) {
      Path log = directory.resolve("round" + round).resolve("store");
      List<Thread> threads = Stream.of("one", "two", "three")
          .map(name -> new Thread(() -> {
            try (SecureStorage storage = Stores.create(log)) {
              storage.write(name, Secret.of("by " + name));
            }
          }))
          .collect(Collectors.toList());
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }

      try (SecureStorage storage = Stores.open(log)) {
        for (String name : List.of("one", "two", "three")) {
          assertThat(storage.read(name))
              .as("%s in round %d", name, round)
              .hasValueSatisfying(e -> assertThat(e.value()).isEqualTo(Secret.of("by " + name)));
        }
      }
    }
  }

  @Test
  void twoProcessesThatMakeItAtOnceEndWithOne() throws Exception {
    Process one = Children.start("create", path().toString());
    Process two = Children.start("create", path().toString());
    Children.await(one);
    Children.await(two);

    try (SecureStorage storage = Stores.open(path())) {
      assertThat(storage.list().items()).isEmpty();
    }
    assertThat(files()).containsExactly("store", "store.lock", "store.master-key");
  }

  @Test
  void whatOneThatDiedLeftInTheMakingIsNotInTheWay() throws IOException {
    // Between the two steps of giving a log its name, it has two: its own and the draft's.
    Stores.create(path()).close();
    Path draft = directory.resolve("store." + "0a".repeat(16) + ".new");
    Files.createLink(draft, path());

    Stores.open(path()).close();

    assertThat(files()).containsExactly("store", "store.lock", "store.master-key");
  }

  @Test
  void whatHasANameLikeADraftIsLeftAlone() throws IOException {
    Path other = directory.resolve("store.new");
    byte[] log = logOf(other);

    Stores.create(path()).close();

    assertThat(other).hasBinaryContent(log);
    Stores.open(other).close();
  }

  @Test
  void aMasterKeyWithANameLikeADraftIsLeftAlone() throws IOException {
    Path key = directory.resolve("store.new");

    SecureStorage.open(
            Stores.options(path()).with(Map.of("master-key", "file:" + key, "create", "true")))
        .close();

    assertThat(key).isNotEmptyFile();
    SecureStorage.open(Stores.options(path()).with("master-key", "file:" + key)).close();
  }

  @Test
  void aLogThatAppearsWhileOneIsMadeIsNotReplaced() throws IOException {
    Path other = directory.resolve("other");
    byte[] log = logOf(other);
    Files.copy(Stores.key(other), Stores.key(path()));
    Files.setPosixFilePermissions(Stores.key(path()), PosixFilePermissions.fromString("rw-------"));
    // As a backup that is restored at this moment does, which knows no lock.
    FaultyDisk disk = new FaultyDisk().before("publish", () -> Files.copy(other, path()));
    StoreOpening opening = new StoreOpening(disk, warning -> {});

    new EncryptedFileProvider(opening)
        .open(Stores.options(path()).with("create", "true"))
        .close();

    assertThat(path()).hasBinaryContent(log);
    assertThat(files()).noneMatch(file -> file.endsWith(".new"));
  }

  @Test
  void aLogWithTwoNamesIsNotOpenedForWritingSinceItWouldHaveTwoLocks() throws IOException {
    byte[] log = logOf(path());
    Path second = Files.createDirectory(directory.resolve("mounted")).resolve("store");
    Files.createLink(second, path());
    Files.copy(Stores.key(path()), Stores.key(second), StandardCopyOption.COPY_ATTRIBUTES);

    for (Path name : List.of(path(), second)) {
      assertThatExceptionOfType(StorageConfigurationException.class)
          .isThrownBy(() -> Stores.open(name))
          .withMessageContaining(name.toRealPath().toString())
          .withMessageContaining("2 hard links")
          .withMessageContaining("directory");
      try (SecureStorage storage = Stores.openReadOnly(name)) {
        assertThat(storage.read("key")).isPresent();
      }
    }
    assertThat(path()).hasBinaryContent(log);

    Files.delete(second);
    Stores.open(path()).close();
  }

  @Test
  void somethingElseInThePlaceIsLeftAlone() throws IOException {
    byte[] log = logOf(directory.resolve("other"));
    for (byte[] content : List.of(
        new byte[0],
        "something else, and long enough to have a header in it".getBytes(StandardCharsets.UTF_8),
        Arrays.copyOf(log, 5),
        Arrays.copyOf(log, 20),
        Arrays.copyOf(log, 200))) {
      Files.write(path(), content);
      for (String create : List.of("true", "false")) {
        StorageOptions options = Stores.options(path()).with("create", create);

        assertThatExceptionOfType(UnreadableStoreException.class)
            .isThrownBy(() -> SecureStorage.open(options))
            .withMessageContaining(path().toString());
        assertThat(path()).hasBinaryContent(content);
      }
    }
    assertThat(files()).doesNotContain("store.lock", "store.master-key");
  }

  @Test
  void aDirectoryInThePlaceIsAnError() throws IOException {
    Files.createDirectory(path());

    assertThatExceptionOfType(UnreadableStoreException.class)
        .isThrownBy(() -> Stores.create(path()))
        .withMessageContaining(path().toString());
  }

  @Test
  void aLinkThatLeadsNowhereIsAnErrorAndOneThatLeadsToAStoreIsFollowed() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), path());
    StorageOptions throughLink =
        Stores.options(path()).with("path", link.toString()).with("create", "true");
    assertThatExceptionOfType(StorageConfigurationException.class)
        .isThrownBy(() -> SecureStorage.open(throughLink))
        .withMessageContaining("leads nowhere");

    try (SecureStorage storage = Stores.create(path());
        SecureStorage linked = SecureStorage.open(throughLink)) {
      storage.write("key", Secret.of("value"));
      assertThat(linked.read("key")).isPresent();
    }
    assertThat(files()).doesNotContain("link.lock");
  }

  @Test
  void aLaterFormatIsRefused() throws IOException {
    byte[] log = logOf(path());
    for (int position : new int[] {9, 11}) {
      byte[] later = log.clone();
      later[position]++;
      Files.write(path(), later);

      assertThatExceptionOfType(UnreadableStoreException.class)
          .isThrownBy(() -> Stores.open(path()))
          .withMessageContaining("later release");
      assertThat(path()).hasBinaryContent(later);
    }
  }

  @Test
  void aMissingOrWrongMasterKeyIsAnErrorAndNothingIsMade() throws IOException {
    byte[] log = logOf(path());
    Files.delete(Stores.key(path()));
    Files.delete(StoreLock.fileOf(path()));
    assertThatExceptionOfType(KeyUnavailableException.class)
        .isThrownBy(() -> Stores.create(path()));
    assertThat(files()).containsExactly("store");

    Path other = directory.resolve("other");
    logOf(other);
    Files.copy(Stores.key(other), Stores.key(path()));
    Files.setPosixFilePermissions(Stores.key(path()), PosixFilePermissions.fromString("rw-------"));
    assertThatExceptionOfType(KeyUnavailableException.class)
        .isThrownBy(() -> Stores.create(path()));
    assertThat(path()).hasBinaryContent(log);
    assertThat(StoreLock.fileOf(path())).doesNotExist();
  }

  @Test
  void aMasterKeyThatCannotBeMadeLeavesNoDirectoryBehind() throws IOException {
    Path log = directory.resolve("a").resolve("store");

    assertThatExceptionOfType(KeyUnavailableException.class)
        .isThrownBy(() -> SecureStorage.open(Stores.options(log)
            .with(Map.of("master-key", "env:COFFER_TEST_NO_SUCH_VARIABLE", "create", "true"))));
    assertThat(files()).isEmpty();
  }

  @Test
  void allThatIsWrongWithTheOptionsIsReportedAtOnce() {
    assertThatExceptionOfType(StorageConfigurationException.class)
        .isThrownBy(() -> SecureStorage.open(
            "encrypted-file",
            Map.of("read-only", "perhaps", "lock-timeout", "11m", "master-key", "canary")))
        .satisfies(failure -> assertThat(failure.problems())
            .hasSize(3)
            .anyMatch(problem -> problem.contains("'path' is missing"))
            .anyMatch(problem -> problem.contains("read-only"))
            .anyMatch(problem -> problem.contains("to 10m")))
        .withMessageNotContaining("canary");

    assertThatExceptionOfType(StorageConfigurationException.class)
        .isThrownBy(() -> SecureStorage.open(
            Stores.options(path()).with("read-only", "true").with("create", "true")))
        .withMessageContaining("exclude each other");
  }

  @Test
  void aReadOnlyStoreNeedsNoLockFileAndMakesNone() throws IOException {
    logOf(path());
    Files.delete(StoreLock.fileOf(path()));

    try (SecureStorage storage = Stores.openReadOnly(path())) {
      assertThat(storage.read("key")).isPresent();
      assertThat(storage.guarantees()).contains(Guarantee.DURABLE, Guarantee.SHARED);
    }
    assertThat(StoreLock.fileOf(path())).doesNotExist();
  }

  @Test
  void aPlaceThatCannotBeLookedAtIsNotTakenForAnEmptyOne() throws IOException {
    StoreOpening opening = new StoreOpening(new FaultyDisk().fail("identity", 1), warning -> {});
    StorageOptions options = Stores.options(path()).with("create", "true");

    assertThatExceptionOfType(StorageUnavailableException.class)
        .isThrownBy(() -> new EncryptedFileProvider(opening).open(options))
        .withMessageContaining(path().toString());
    assertThat(files()).isEmpty();
  }

  @Test
  void aFailureWhileTheLogIsMadeLeavesNone() throws IOException {
    for (String call : List.of("create", "write", "sync", "publish")) {
      StoreOpening opening = new StoreOpening(new FaultyDisk().fail(call, 1), warning -> {});
      StorageOptions options = Stores.options(path()).with("create", "true");

      assertThatExceptionOfType(StorageException.class)
          .as(call)
          .isThrownBy(() -> new EncryptedFileProvider(opening).open(options));
      assertThat(files()).as(call).containsExactly("store.lock", "store.master-key");
    }
    Stores.create(path()).close();
    assertThat(files()).containsExactly("store", "store.lock", "store.master-key");
  }

  /** The bytes of a new store with one entry, under {@code key}. */
  private static byte[] logOf(Path log) throws IOException {
    try (SecureStorage storage = Stores.create(log)) {
      storage.write("key", Secret.of("value"));
    }
    return Files.readAllBytes(log);
  }
}
