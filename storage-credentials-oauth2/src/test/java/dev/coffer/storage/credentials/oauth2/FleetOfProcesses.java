package dev.coffer.storage.credentials.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.credentials.CredentialManager;
import dev.coffer.storage.credentials.SessionState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes over one storage, with sessions that expire every second, against a provider that
 * takes the reuse of a refresh token for theft.
 *
 * <p>The long form, with 8 processes and 1,000 rotations, is in the profile {@code long-proofs}.
 */
@Timeout(600)
@Tag("once")
abstract class FleetOfProcesses {

  private static final int PROCESSES = Integer.getInteger("coffer.fleet.processes", 2);
  private static final int THREADS = Integer.getInteger("coffer.fleet.threads", 8);
  private static final int ROTATIONS = Integer.getInteger("coffer.fleet.rotations", 40);
  private static final int ACCOUNTS = Integer.getInteger("coffer.fleet.accounts", 4);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(9);

  @TempDir
  Path folder;

  private final List<Process> fleet = new ArrayList<>();
  private final List<Path> outputs = new ArrayList<>();

  @AfterEach
  void endAll() {
    fleet.forEach(Process::destroyForcibly);
  }

  /** The provider of the storage and its options, but for the master key. */
  abstract Properties place();

  /** What leads every process to the storage. */
  private Properties properties(boolean create) {
    Properties properties = place();
    properties.setProperty("coffer.master-key", "file:" + folder.resolve("key"));
    properties.setProperty("coffer.create", String.valueOf(create));
    return properties;
  }

  private SecureStorage storage(boolean create) {
    return SecureStorage.open(StorageOptions.from(properties(create)));
  }

  private String written() throws IOException {
    Path file = folder.resolve("coffer.properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      properties(false).store(out, null);
    }
    return file.toString();
  }

  private void signIn(TokenEndpoint provider) {
    try (SecureStorage storage = storage(true);
        CredentialManager manager = manager(storage, provider)) {
      for (int i = 0; i < ACCOUNTS; i++) {
        manager.account("account" + i).signedIn(provider.signIn("account" + i));
      }
    }
  }

  private static CredentialManager manager(SecureStorage storage, TokenEndpoint provider) {
    return CredentialManager.builder(
            storage,
            OAuth2Refresher.builder(provider.uri("/token"), OAuth2Client.withoutSecret("fleet"))
                .build())
        .build();
  }

  private Process start(TokenEndpoint provider, Duration lease) throws IOException {
    Path output = Files.createTempFile(folder, "process", ".out");
    outputs.add(output);
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            FleetProcess.class.getName(),
            written(),
            provider.uri("/token").toString(),
            String.valueOf(ACCOUNTS),
            String.valueOf(THREADS),
            String.valueOf(lease.toMillis()))
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    fleet.add(process);
    return process;
  }

  private static void await(BooleanSupplier condition, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
      java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
    }
  }

  private void end(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("a process that ends").isTrue();
  }

  private String told() throws IOException {
    StringBuilder told = new StringBuilder();
    for (Path output : outputs) {
      told.append(Files.readString(output, StandardCharsets.UTF_8));
    }
    return told.toString();
  }

  @Test
  void exactlyOneRefreshForEachGenerationAndNoSignOut() throws Exception {
    try (TokenEndpoint provider = new TokenEndpoint(1, Duration.ZERO)) {
      signIn(provider);
      for (int i = 0; i < PROCESSES; i++) {
        start(provider, Duration.ofSeconds(30));
      }
      await(() -> provider.rotations() >= ROTATIONS, LONGEST_WAIT);
      for (Process process : fleet) {
        end(process);
      }
      assertThat(provider.rotations()).as(told()).isGreaterThanOrEqualTo(ROTATIONS);
      assertThat(provider.uses().values()).containsOnly(1);
      assertThat(provider.repeats()).isZero();
      assertThat(told())
          .contains("REFRESHED")
          .doesNotContain("SIGN_IN_REQUIRED", "SIGNED_OUT", "NOT_SAVED", "SignIn", "NotSigned");
      assertAllSignedIn(provider);
    }
  }

  @Test
  void processesThatAreKilledAndStoppedLoseNoSessionThatTheProviderGivesBack() throws Exception {
    Duration lease = Duration.ofSeconds(2);
    Random random = new Random(1);
    try (TokenEndpoint provider = new TokenEndpoint(1, Duration.ofMinutes(5))) {
      signIn(provider);
      List<Process> running = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        running.add(start(provider, lease));
      }
      while (provider.rotations() < ROTATIONS) {
        int before = provider.rotations();
        await(() -> provider.rotations() > before + 5, Duration.ofSeconds(60));
        Process victim = running.get(random.nextInt(running.size()));
        if (random.nextBoolean()) {
          victim.destroyForcibly().waitFor();
          running.remove(victim);
          running.add(start(provider, lease));
        } else {
          signal("STOP", victim);
          // Past its lease; or past the storage's patience, if it holds the file's lock just now.
          int then = provider.rotations();
          await(() -> provider.rotations() > then + 40, Duration.ofSeconds(3));
          signal("CONT", victim);
        }
      }
      for (Process process : running) {
        end(process);
      }
      System.out.println("fleet with kills: " + provider.rotations() + " rotations, "
          + provider.repeats() + " tokens sent again");
      assertThat(told()).doesNotContain("SIGN_IN_REQUIRED", "SIGNED_OUT");
      assertAllSignedIn(provider);
    }
  }

  /** Kills processes, of a provider that takes no refresh token a second time. */
  void killWithoutAGrace() throws Exception {
    // Longer than a busy machine keeps a process waiting: that would look like a kill.
    Duration lease = Duration.ofSeconds(5);
    Random random = new Random(2);
    int kills = 0;
    try (TokenEndpoint provider = new TokenEndpoint(1, Duration.ZERO)) {
      signIn(provider);
      List<Process> running = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        running.add(start(provider, lease));
      }
      for (; provider.rotations() < ROTATIONS / 2; kills++) {
        int before = provider.rotations();
        await(() -> provider.rotations() > before + 5, Duration.ofSeconds(10));
        running.remove(random.nextInt(running.size())).destroyForcibly().waitFor();
        running.add(start(provider, lease));
        signInWhoMust(provider, kills);
      }
      for (Process process : running) {
        end(process);
      }
      assertThat(told().lines().filter(line -> line.contains("SIGN_IN_REQUIRED")))
          .allSatisfy(line -> assertThat(line).contains("ANSWER_LOST"));
      assertThat(told()).contains("REFRESHED").doesNotContain("SIGNED_OUT");
      assertThat(provider.repeats()).isLessThanOrEqualTo(kills * ACCOUNTS);
    }
  }

  private void signInWhoMust(TokenEndpoint provider, int round) {
    try (SecureStorage storage = storage(false);
        CredentialManager manager = manager(storage, provider)) {
      for (int i = 0; i < ACCOUNTS; i++) {
        if (manager.account("account" + i).state() == SessionState.SIGN_IN_REQUIRED) {
          manager.account("account" + i).signedIn(provider.signIn("round" + round + "account" + i));
        }
      }
    }
  }

  private static void signal(String name, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
        .start()
        .waitFor();
  }

  private void assertAllSignedIn(TokenEndpoint provider) {
    try (SecureStorage storage = storage(false);
        CredentialManager manager = manager(storage, provider)) {
      for (int i = 0; i < ACCOUNTS; i++) {
        assertThat(manager.account("account" + i).accessToken().length()).isPositive();
        assertThat(manager.account("account" + i).state()).isEqualTo(SessionState.SIGNED_IN);
      }
    }
  }
}
