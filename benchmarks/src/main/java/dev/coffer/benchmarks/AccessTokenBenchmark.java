package dev.coffer.benchmarks;

import dev.coffer.storage.Secret;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.credentials.CredentialManager;
import dev.coffer.storage.credentials.RefreshResult;
import dev.coffer.storage.credentials.TokenSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The access token of a session that lives, from an encrypted file: with the staleness bound of one
 * second, and with one of zero, beside the bare read that it costs then.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@NullUnmarked // JMH calls signIn() before anything else.
public class AccessTokenBenchmark {

  private Scratch scratch;
  private SecureStorage storage;
  private CredentialManager remembering;
  private CredentialManager reading;

  /** Signs in, with tokens of a usual length. */
  @Setup
  public void signIn() throws IOException {
    scratch = Scratch.in(Path.of(System.getProperty("java.io.tmpdir")));
    Path folder = Files.createDirectory(scratch.directory().resolve("tokens"));
    storage = SecureStorage.open(
        "encrypted-file",
        Map.of(
            "path",
            folder.resolve("tokens").toString(),
            "master-key",
            "file:" + folder.resolve("key"),
            "create",
            "true"));
    remembering = manager(Duration.ofSeconds(1));
    reading = manager(Duration.ZERO);
    remembering.signedIn(TokenSet.builder(Secret.of("a".repeat(1_200)))
        .refreshToken(Secret.of("r".repeat(400)))
        .accessTokenExpiresAt(Instant.now().plus(Duration.ofHours(8)))
        .build());
  }

  private CredentialManager manager(Duration staleness) {
    return CredentialManager.builder(
            storage, request -> RefreshResult.retryable(new IOException("no provider")))
        .staleness(staleness)
        .build();
  }

  /** Closes the storage, and removes its file. */
  @TearDown
  public void close() throws IOException {
    remembering.close();
    reading.close();
    storage.close();
    scratch.close();
  }

  /** From memory; once a second it is read again. */
  @Benchmark
  public Secret fromMemory() {
    return remembering.accessToken();
  }

  /** With a staleness bound of zero. */
  @Benchmark
  public Secret readEachTime() {
    return reading.accessToken();
  }

  /** The read alone. */
  @Benchmark
  public Object bareRead() {
    return storage
        .scoped(CredentialManager.SCOPE)
        .read(CredentialManager.DEFAULT_ACCOUNT)
        .orElseThrow();
  }
}
