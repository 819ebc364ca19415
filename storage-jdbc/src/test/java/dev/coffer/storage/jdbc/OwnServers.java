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
 * Servers of PostgreSQL on loopback that one test starts and ends, from the programs that Debian's
 * packages install, in a folder that goes with them.
 */
final class OwnServers implements AutoCloseable {

  static final String USER = "ci";

  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
  private static final int PORTS = 5;
  private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

  private final Path programs;
  private final Path folder;
  private final boolean asRoot;
  private final List<Process> servers = new ArrayList<>();

  private OwnServers(Path programs, Path folder) {
    this.programs = programs;
    this.folder = folder;
    this.asRoot = System.getProperty("user.name").equals("root");
  }

  /** Where the programs are missing, that is said, and is a failure with CI=true. */
  static OwnServers inNewFolder() throws IOException {
    Optional<Path> programs = programs();
    require(programs.isPresent(), "SERVER PROGRAMS OF POSTGRESQL in " + PACKAGES);
    OwnServers servers =
        new OwnServers(programs.orElseThrow(), Files.createTempDirectory("coffer-servers"));
    servers.handOver(servers.folder);
    return servers;
  }

  /** Says that a test does not run for want of something, which is a failure with CI=true. */
  static void require(boolean there, String what) {
    if (!there) {
      String message = "NO " + what + ": a test did not run.";
      System.err.println(message);
      assertThat(System.getenv("CI")).as(message).isNotEqualTo("true");
      Assumptions.abort(message);
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

  /** A folder of that name in the servers' own. */
  Path folder(String name) {
    return folder.resolve(name);
  }

  /** Has a folder belong to the user as whom the server runs: as root it refuses to. */
  void handOver(Path place) throws IOException {
    if (asRoot) {
      Files.setOwner(
          place,
          place.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
    }
  }

  /** Makes a database cluster, with more arguments of {@code initdb}. */
  void initialise(String name, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-D", folder(name).toString(), "-U", USER));
    arguments.addAll(List.of("-A", "trust", "--no-locale", "-E", "UTF8", "-N"));
    arguments.addAll(Arrays.asList(more));
    run("initdb", arguments.toArray(new String[0]));
  }

  void run(String program, String... arguments) throws Exception {
    Process process = process(program, arguments);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(program).isTrue();
    assertThat(process.exitValue()).as("%s", (Object) log()).isZero();
  }

  /** Starts a server and waits until it answers; says at which port. */
  int serve(String name) throws IOException {
    for (int attempt = 0; attempt < PORTS; attempt++) {
      int port = freePort();
      Process server = process(
          "postgres",
          "-D",
          folder(name).toString(),
          "-p",
          "" + port,
          "-h",
          "127.0.0.1",
          "-k",
          "" + folder);
      servers.add(server);
      await("an answer", () -> !server.isAlive() || isAnswered(port));
      if (server.isAlive()) {
        return port;
      }
      servers.remove(server);
    }
    throw new AssertionError("No server starts: " + log());
  }

  /** Which somebody else may take before the server does. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
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
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder("log").toFile()))
        .start();
  }

  private String log() {
    try {
      return Files.readString(folder("log"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static boolean isAnswered(int port) {
    try {
      return sql(port, "SELECT 1") != null;
    } catch (IllegalStateException notYet) {
      return false;
    }
  }

  /** What is waited for. */
  interface Condition {
    boolean holds();
  }

  void await(String what, Condition condition) {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("%s: %s", what, log()).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /** Runs a statement as an administrator; the first value that it answers, if it does. */
  static String sql(int port, String statement) {
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

  /** Ends the first server with all its processes, as if its machine had lost its power. */
  void killFirst() {
    kill(servers.get(0));
  }

  /** Returns when all of them are gone: until then they are in the server's folders. */
  private static void kill(Process server) {
    List<ProcessHandle> all = new ArrayList<>(List.of(server.toHandle()));
    server.descendants().forEach(all::add);
    all.forEach(ProcessHandle::destroyForcibly); // SIGKILL
    all.forEach(each -> each.onExit().join());
  }

  /** Ends all servers, and leaves the folder. */
  void end() {
    servers.forEach(OwnServers::kill);
  }

  @Override
  public void close() throws IOException {
    end();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
