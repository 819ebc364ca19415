package dev.coffer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Batch;
import dev.coffer.storage.CopyResult;
import dev.coffer.storage.Entry;
import dev.coffer.storage.ListOption;
import dev.coffer.storage.Page;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageCopy;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.WriteOption;
import dev.coffer.storage.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies between stores of all providers, some of them killed in the middle. */
@Tag("once")
class CopyTest {

  private static final Instant FAR = Instant.parse("2100-01-01T00:00:00.123Z");

  private final String schema =
      "copy_" + UUID.randomUUID().toString().replace("-", "").substring(20);
  private final Set<DatabaseServer> withSchema = EnumSet.noneOf(DatabaseServer.class);

  @TempDir
  private Path folder;

  /** What a store can lie in. */
  private enum Kind {
    MEMORY,
    FILE,
    H2,
    POSTGRESQL,
    MARIADB
  }

  static Stream<Arguments> pairs() {
    return Stream.of(Kind.values())
        .flatMap(from -> Stream.of(Kind.values())
            .filter(to -> from != to || from == Kind.FILE)
            .map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void everythingArrivesWithItsVersionAndExpiry(Kind from, Kind to) throws Exception {
    try (SecureStorage source = SecureStorage.open(options(from, "source"));
        SecureStorage target = SecureStorage.open(options(to, "target"))) {
      fill(source, 350);
      source.scoped("tenant 7", "ännä").write("token", Secret.of("t"), WriteOption.expiresAt(FAR));
      source.write("large", Secret.of(new byte[256 << 10]));

      CopyResult result = StorageCopy.of(source, target).run();

      assertThat(result.isComplete()).isTrue();
      assertThat(result.copied()).isEqualTo(352);
      assertThat(contents(target)).isEqualTo(contents(source));
      assertThat(StorageCopy.of(source, target).resume().run().same()).isEqualTo(352);
    }
  }

  @Test
  void oneThatWasKilledOnItsWayToH2GoesOn() throws Exception {
    goesOnAfterKill(Kind.FILE, Kind.H2);
  }

  @Test
  void oneThatWasKilledOnItsWayToPostgresGoesOn() throws Exception {
    goesOnAfterKill(Kind.H2, Kind.POSTGRESQL);
  }

  @Test
  void oneThatWasKilledOnItsWayToAFileGoesOn() throws Exception {
    goesOnAfterKill(Kind.MARIADB, Kind.FILE);
  }

  private void goesOnAfterKill(Kind from, Kind to) throws Exception {
    Properties source = describe(from, "source");
    Properties target = describe(to, "target");
    Map<String, Entry> all;
    try (SecureStorage storage = SecureStorage.open(StorageOptions.from(source))) {
      fill(storage, 4_000);
      all = contents(storage);
    }
    String fromFile = written(source, "from.properties");
    String toFile = written(target, "to.properties");

    kill(Jvm.start(EndlessCopy.class, fromFile, toFile));
    Jvm.Run resumed = Jvm.onClassPath(
        Main.class, "copy", "--from", fromFile, "--to", toFile, "--resume", "--json");

    assertThat(resumed.exit()).as(resumed.err()).isZero();
    assertThat(resumed.out())
        .matches("(?s)\\{\"dryRun\":false,\"copied\":[1-9].*,\"same\":[1-9].*");
    try (SecureStorage storage = SecureStorage.open(StorageOptions.from(target))) {
      assertThat(contents(storage)).isEqualTo(all);
    }
  }

  /** Once it has said that it is on its way. */
  private static void kill(Process copy) throws Exception {
    try (BufferedReader told = copy.inputReader(StandardCharsets.UTF_8)) {
      assertThat(told.readLine()).isEqualTo("on its way");
    } finally {
      copy.destroyForcibly();
    }
    assertThat(copy.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  private static void fill(SecureStorage storage, int entries) {
    for (int batch = 0; batch * 50 < entries; batch++) {
      Batch.Builder changes = Batch.builder();
      for (int i = batch * 50; i < Math.min(entries, batch * 50 + 50); i++) {
        changes.write("k" + i, Secret.of("value " + i + "x".repeat(i % 1_000)));
      }
      storage.scoped("tenant", "u" + batch).apply(changes.build());
    }
  }

  private static Map<String, Entry> contents(SecureStorage storage) {
    Map<String, Entry> contents = new TreeMap<>();
    Page<Entry> page = storage.readAll(ListOption.recursive());
    while (true) {
      page.items().forEach(entry -> contents.put(entry.path() + "/" + entry.key(), entry));
      if (page.next().isEmpty()) {
        return contents;
      }
      page =
          storage.readAll(ListOption.recursive(), ListOption.after(page.next().get()));
    }
  }

  private StorageOptions options(Kind kind, String name) throws Exception {
    return StorageOptions.from(describe(kind, name));
  }

  private Properties describe(Kind kind, String name) throws Exception {
    Path place = Files.createDirectories(folder.resolve(name));
    Properties properties = switch (kind) {
      case MEMORY -> Places.SEALED_MEMORY.in(place);
      case FILE -> Places.ENCRYPTED_FILE.in(place);
      case H2 -> Places.JDBC.in(place);
      case POSTGRESQL -> on(DatabaseServer.POSTGRESQL, place);
      case MARIADB -> on(DatabaseServer.MARIADB, place);
    };
    return properties;
  }

  private Properties on(DatabaseServer server, Path place) throws SQLException {
    Properties properties = Places.JDBC.in(place);
    properties.setProperty("coffer.url", server.url());
    properties.setProperty("coffer.schema", schema);
    if (withSchema.add(server)) {
      server.makeSchema(schema);
    }
    return properties;
  }

  @AfterEach
  void dropSchemas() throws SQLException {
    for (DatabaseServer server : withSchema) {
      server.dropSchema(schema);
    }
  }

  private String written(Properties properties, String name) throws IOException {
    Path file = folder.resolve(name);
    try (var out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    return file.toString();
  }
}
