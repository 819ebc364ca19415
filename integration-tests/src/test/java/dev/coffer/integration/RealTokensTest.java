package dev.coffer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Batch;
import dev.coffer.storage.Entry;
import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageScope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A session of three real tokens goes through every backend and comes back equal. */
class RealTokensTest {

  @TempDir
  Path folder;

  private final Map<String, String> tokens = Tokens.ofOneSession();

  @Test
  void theTokensAreOfRealLength() {
    assertThat(tokens.values().stream().map(String::length))
        .hasSize(3)
        .allMatch(length -> length >= 800 && length <= 4_000);
  }

  @ParameterizedTest
  @EnumSource(Places.class)
  void whatWasWrittenIsReadBackEqual(Places place) {
    try (SecureStorage storage = SecureStorage.open(place.options(folder))) {
      StorageScope alice = storage.scoped("tenant7", "alice");
      tokens.forEach((name, token) -> alice.write(name, Secret.of(token)));
      tokens.forEach((name, token) ->
          assertThat(alice.read(name).map(Entry::value)).contains(Secret.of(token)));
      assertThat(storage.scoped("tenant7").childScopes().items())
          .containsExactly(List.of("tenant7", "alice"));
      alice.clear();
      assertThat(storage.readAll().items()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.coffer.integration.Places#durable")
  void aFreshJvmReadsThemBackEqual(Places place) throws Exception {
    try (SecureStorage storage = SecureStorage.open(place.options(folder))) {
      Batch.Builder session = Batch.builder();
      tokens.forEach((name, token) -> session.write(name, Secret.of(token)));
      storage.scoped("tenant7", "alice").apply(session.build());
    }
    List<String> expected = new ArrayList<>();
    for (Map.Entry<String, String> token : tokens.entrySet()) {
      expected.add(SessionProcess.line(token.getKey(), token.getValue()));
    }
    Jvm.Run run = Jvm.onClassPath(SessionProcess.class, place.written(folder).toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(run.exit()).isZero();
  }
}
