package dev.coffer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Batch;
import dev.coffer.storage.ListOption;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageScope;
import dev.coffer.storage.Version;
import dev.coffer.storage.WriteOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Canaries sit in values, names and options; nothing that is said or stored may sing of one. */
class CanaryTest {

  private static final String VALUE = "CANARYvalue7f3a";
  private static final String NAME = "CANARYname91cd";
  private static final String OPTION = "CANARYoption55e0";

  @TempDir
  Path folder;

  private static void assertSilent(List<String> heard) {
    for (String text : heard) {
      assertThat(text.toLowerCase(Locale.ROOT))
          .doesNotContain(
              VALUE.toLowerCase(Locale.ROOT),
              NAME.toLowerCase(Locale.ROOT),
              OPTION.toLowerCase(Locale.ROOT));
    }
  }

  private static void attempt(Ear ear, Runnable call) {
    try {
      call.run();
      throw new AssertionError("This call must fail, or there is no message to look at.");
    } catch (RuntimeException failure) {
      ear.hear(failure);
    }
  }

  /** Everything that an application does, right and wrong. */
  private static void use(SecureStorage storage, Ear ear) {
    StorageScope scope = storage.scoped(NAME, "alice");
    Version old = scope.write(NAME, Secret.of(VALUE));
    scope.write(NAME, Secret.of(VALUE), WriteOption.expiresAt(Instant.now().plusSeconds(600)));
    Batch batch = Batch.builder().write(NAME + "2", Secret.of(VALUE)).build();
    scope.apply(batch);
    ear.hear(List.of(storage, scope, batch, scope.list(), scope.readAll(), scope.childScopes()));
    ear.hear(scope.read(NAME));
    ear.hear(scope.list().items());
    ear.hear(scope.readAll(ListOption.limit(1)).items());
    ear.hear(scope.readAll(ListOption.limit(1)).next());
    attempt(ear, () -> scope.write(NAME, Secret.of(VALUE), WriteOption.ifAbsent()));
    attempt(ear, () -> scope.write(NAME, Secret.of(VALUE), WriteOption.ifVersion(old)));
    attempt(ear, () -> scope.delete(NAME, old));
    attempt(ear, () -> scope.write(NAME + "\uD800", Secret.of(VALUE)));
    attempt(ear, () -> scope.write(NAME.repeat(100), Secret.of(VALUE)));
    attempt(ear, () -> scope.write(NAME, Secret.of(VALUE.repeat(20_000))));
    attempt(ear, () -> scope.scoped(NAME, NAME, NAME, NAME, NAME, NAME, NAME));
    attempt(ear, () -> Batch.builder().delete(NAME).write(NAME, Secret.of(VALUE)));
    attempt(ear, () -> scope.list(ListOption.after(NAME)));
  }

  @ParameterizedTest
  @EnumSource(Places.class)
  void nothingThatIsSaidInUseSingsOfAValueOrAName(Places place) {
    try (Ear ear = new Ear()) {
      SecureStorage storage = SecureStorage.open(place.options(folder));
      use(storage, ear);
      storage.close();
      attempt(ear, () -> storage.scoped(NAME).read(NAME));
      assertSilent(ear.heard());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.coffer.integration.Places#durable")
  void nothingThatIsStoredSingsOfAValueOrAName(Places place) throws IOException {
    try (Ear ear = new Ear();
        SecureStorage storage = SecureStorage.open(place.options(folder))) {
      use(storage, ear);
      assertNoneOnDisk();
    }
    assertNoneOnDisk();
  }

  private void assertNoneOnDisk() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> regular = files.filter(Files::isRegularFile).toList();
      assertThat(regular).hasSizeGreaterThanOrEqualTo(2);
      for (Path file : regular) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String canary : List.of(VALUE, NAME)) {
          byte[] raw = canary.getBytes(StandardCharsets.UTF_8);
          assertThat(bytes)
              .doesNotContain(canary)
              .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(raw))
              .doesNotContain(HexFormat.of().formatHex(raw))
              .doesNotContain(new String(
                  canary.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1));
        }
      }
    }
  }

  @Test
  void noErrorOfOpeningSingsOfAnOption() {
    String jdbc = "jdbc:h2:" + folder.resolve("absent") + ";PASSWORD=" + OPTION;
    String key = "file:" + folder.resolve("master.key");
    List<StorageOptions> wrong = List.of(
        StorageOptions.of("jdbc").with(Map.of("url", jdbc, "master-key", key)),
        StorageOptions.of("jdbc")
            .with(Map.of("url", jdbc + ";" + OPTION + "=1", "master-key", key, "create", "true")),
        StorageOptions.of("jdbc")
            .with(Map.of("url", "jdbc:" + OPTION + "://h/d", "master-key", key)),
        StorageOptions.of("jdbc")
            .with(Map.of("url", OPTION, "password", OPTION, "master-key", OPTION)),
        StorageOptions.of("encrypted-file").with(Map.of("path", "x", "master-key", OPTION)),
        StorageOptions.of("encrypted-file")
            .with(Map.of("path", "x", "master-key", key, "surplus", OPTION)),
        StorageOptions.of("memory").with(Map.of("master-key", OPTION)),
        StorageOptions.of("memory").with(Map.of("surplus", OPTION)),
        StorageOptions.discover().with(Map.of("password", OPTION)));
    try (Ear ear = new Ear()) {
      for (StorageOptions options : wrong) {
        ear.hear(options);
        attempt(ear, () -> SecureStorage.open(options).close());
      }
      assertSilent(ear.heard());
      assertThat(ear.heard()).hasSizeGreaterThanOrEqualTo(2 * wrong.size());
    }
  }
}
