package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A primary and a synchronous standby of PostgreSQL on loopback, from the programs that Debian's
 * packages install: a commit returns when both have it.
 */
final class PostgresPair implements AutoCloseable {

  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
  private static final String USER = "ci";
  private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

  private final Path programs;
  private final Path folder;
  private final boolean asRoot;
  private final int primaryPort;
  private final int standbyPort;
  private final List<Process> servers = new ArrayList<>();

  private PostgresPair(Path programs, Path folder) throws IOException {
    this.programs = programs;
    this.folder = folder;
    this.asRoot = System.getProperty("user.name").equals("root");
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.primaryPort = one.getLocalPort();
      this.standbyPort = other.getLocalPort();
    }
  }

  /** Starts both; where the programs are missing, that is said, and is a failure with CI=true. */
  static PostgresPair start() throws Exception {
    Optional<Path> programs = programs();
    if (programs.isEmpty()) {
      String message =
          "NO SERVER PROGRAMS OF POSTGRESQL in " + PACKAGES + ": the failover was not tested.";
      System.err.println(message);
      assertThat(System.getenv("CI")).as(message).isNotEqualTo("true");
      return Assumptions.abort(message);
    }
    PostgresPair pair =
        new PostgresPair(programs.get(), Files.createTempDirectory("coffer-failover"));
    try {
      pair.startBoth();
      return pair;
    } catch (Exception | AssertionError failure) {
      pair.close();
      throw failure;
    }
  }

  private static Optional<Path> programs() throws IOException {
    if (!Files.isDirectory(PACKAGES)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(PACKAGES)) {
      return versions
          .filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
          .max(Comparator.comparingInt(
              version -> Integer.parseInt(version.getFileName().toString())))
          .map(version -> version.resolve("bin"));
    }
  }

  private void startBoth() throws Exception {
    if (asRoot) { // as which the server refuses to run
      Files.setOwner(
          folder,
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
    }
    run(
        "initdb",
        "-D",
        primaryFolder(),
        "-U",
        USER,
        "-A",
        "trust",
        "--no-locale",
        "-E",
        "UTF8",
        "-N");
    servers.add(serve(primaryFolder(), primaryPort));
    awaitAnswer(primaryPort);
    run(
        "pg_basebackup",
        "-D",
        standbyFolder(),
        "-d",
        "host=127.0.0.1 port=" + primaryPort + " user=" + USER + " application_name=standby",
        "-c",
        "fast",
        "-N",
        "-R");
    servers.add(serve(standbyFolder(), standbyPort));
    awaitAnswer(standbyPort);
    sql(primaryPort, "ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (standby)'");
    sql(primaryPort, "SELECT pg_reload_conf()");
    await(
        "a synchronous standby",
        () -> "sync".equals(sql(primaryPort, "SELECT sync_state FROM pg_stat_replication")));
  }

  private String primaryFolder() {
    return folder.resolve("primary").toString();
  }

  private String standbyFolder() {
    return folder.resolve("standby").toString();
  }

  private void run(String program, String... arguments) throws Exception {
    Process process = process(program, arguments);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(program).isTrue();
    assertThat(process.exitValue()).as("%s", (Object) log()).isZero();
  }

  private Process serve(String data, int port) throws IOException {
    return process(
        "postgres", "-D", data, "-p", "" + port, "-h", "127.0.0.1", "-k", folder.toString());
  }

  private Process process(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (asRoot) {
      command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void awaitAnswer(int port) {
    await("an answer", () -> {
      try {
        return sql(port, "SELECT 1") != null;
      } catch (IllegalStateException notYet) {
        return false;
      }
    });
  }

  private interface Condition {
    boolean holds();
  }

  private void await(String what, Condition condition) {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("%s: %s", what, log()).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static String sql(int port, String statement) {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + USER;
    try (Connection connection = DriverManager.getConnection(url);
        Statement prepared = connection.createStatement()) {
      if (!prepared.execute(statement)) {
        return "done";
      }
      try (ResultSet row = prepared.getResultSet()) {
        return row.next() ? row.getString(1) : null;
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Names both, as an application's URL does. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:" + primaryPort + ",127.0.0.1:" + standbyPort
        + "/postgres?user=" + USER + "&targetServerType=primary&hostRecheckSeconds=1";
  }

  /** Ends the primary with all its processes, as if its machine had lost its power. */
  void killPrimary() {
    Process primary = servers.get(0);
    List<ProcessHandle> all = new ArrayList<>(List.of(primary.toHandle()));
    primary.descendants().forEach(all::add);
    all.forEach(ProcessHandle::destroyForcibly); // SIGKILL
    primary.onExit().join();
  }

  /** Makes the standby the primary. */
  void promoteStandby() {
    assertThat(sql(standbyPort, "SELECT pg_promote(true)")).isEqualTo("t");
  }

  @Override
  public void close() throws IOException {
    for (Process server : servers) {
      server.descendants().forEach(ProcessHandle::destroyForcibly);
      server.destroyForcibly().onExit().join();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
