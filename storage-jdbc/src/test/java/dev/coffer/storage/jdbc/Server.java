package dev.coffer.storage.jdbc;

import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.TestAbortedException;

/**
 * The database servers that the tests are run on, beside H2: this is the whole matrix, and each of
 * its tests asks here for a database of its own.
 *
 * <p>A server is the one whose URL is in the environment (of a user who may make databases and
 * users), else one in a container where a Docker engine answers, else, for PostgreSQL, one from
 * Maven artifacts. Where there is none, it is said, and with {@code CI=true} it is a failure; but
 * not for MySQL, whose URL alone leads to one.
 */
enum Server {
  POSTGRESQL("COFFER_TEST_POSTGRES_URL", "postgres:17-alpine", 5432) {
    @Override
    void create(Statement admin, String name, String password) throws SQLException {
      admin.execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'");
      admin.execute("CREATE DATABASE " + name + " OWNER " + name);
    }

    @Override
    void drop(Statement admin, String name) throws SQLException {
      admin.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
      admin.execute("DROP ROLE IF EXISTS " + name);
    }

    @Override
    void endConnections(Statement admin, String name) throws SQLException {
      admin.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '"
          + name + "'");
    }

    @Override
    void letRead(Statement admin, TestDatabase database, String user) {
      database.sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + user);
    }

    @Override
    void letNothing(Statement admin, TestDatabase database, String user) {
      database.sql("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM " + user);
    }

    @Override
    String bytes(String hex) {
      return "DECODE(" + hex + ", 'hex')";
    }

    @Override
    String numbers(int count) {
      return "SELECT n FROM GENERATE_SERIES(1, " + count + ") n";
    }

    @Override
    Optional<String> start() {
      return Containers.postgres(image()).or(EmbeddedServer::start);
    }
  },
  MARIADB("COFFER_TEST_MARIADB_URL", "mariadb:11.4", 3306) {
    @Override
    void endConnections(Statement admin, String name) throws SQLException {
      admin.execute("KILL HARD CONNECTION USER " + name + "@'%'");
    }

    @Override
    String numbers(int count) {
      return "SELECT seq AS n FROM seq_1_to_" + count;
    }

    @Override
    Optional<String> start() {
      return Containers.mariaDb(image());
    }
  },
  MYSQL("COFFER_TEST_MYSQL_URL", "", 3306) {
    @Override
    boolean isRequired() {
      return false;
    }

    @Override
    void endConnections(Statement admin, String name) throws SQLException {
      List<String> ids = new ArrayList<>();
      try (ResultSet row = admin.executeQuery(
          "SELECT id FROM performance_schema.processlist WHERE user = '" + name + "'")) {
        while (row.next()) {
          ids.add(row.getString(1));
        }
      }
      for (String id : ids) {
        try {
          admin.execute("KILL " + id);
        } catch (SQLException failure) {
          if (failure.getErrorCode() != GONE) {
            throw failure;
          }
        }
      }
    }

    @Override
    String digest(String text) {
      return "LEFT(SHA2(" + text + ", 256), 32)"; // since 9.6 it is without MD5
    }

    @Override
    String numbers(int count) {
      return "SELECT n FROM JSON_TABLE(CONCAT('[0', REPEAT(',0', " + count + " - 1), ']'),"
          + " '$[*]' COLUMNS (n FOR ORDINALITY)) counted";
    }

    @Override
    Optional<String> start() {
      return Optional.empty();
    }
  };

  /** What gives a parameterized test all servers that are {@linkplain #there there}. */
  static final String THERE = "dev.coffer.storage.jdbc.Server#there";

  /** The same for those that have MariaDB's statements. */
  static final String LIKE_MARIADB = "dev.coffer.storage.jdbc.Server#likeMariaDb";

  /** The error of MySQL that there is no such connection any more. */
  private static final int GONE = 1094;

  private static final Pattern URL = Pattern.compile("(jdbc:[a-z]+://[^/?]+)/[^?]*(\\?.*)?");

  private final String variable;
  private final String image;
  private final int defaultPort;

  @SuppressWarnings("ImmutableEnumChecker") // found once, when it is first asked for
  private Optional<String> url = Optional.empty();

  Server(String variable, String image, int defaultPort) {
    this.variable = variable;
    this.image = image;
    this.defaultPort = defaultPort;
  }

  /** Those that there are: of the others it is said that they are missing. */
  static List<Server> there() {
    return Arrays.stream(values()).filter(Server::isThere).toList();
  }

  /** Where there is none of these, a test does not run, which is said. */
  static List<Server> likeMariaDb() {
    List<Server> alike = there().stream().filter(server -> server != POSTGRESQL).toList();
    if (alike.isEmpty()) {
      MARIADB.url();
    }
    return alike;
  }

  private boolean isThere() {
    try {
      url();
      return true;
    } catch (TestAbortedException missing) {
      return false;
    }
  }

  /** Whether it is a failure of {@code CI=true} that there is none. */
  boolean isRequired() {
    return true;
  }

  // What MariaDB and MySQL have in common stands here.

  void create(Statement admin, String name, String password) throws SQLException {
    admin.execute("CREATE DATABASE " + name);
    admin.execute("CREATE USER " + name + "@'%' IDENTIFIED BY '" + password + "'");
    admin.execute("GRANT ALL ON " + name + ".* TO " + name + "@'%'");
  }

  void drop(Statement admin, String name) throws SQLException {
    admin.execute("DROP USER IF EXISTS " + name + "@'%'");
    admin.execute("DROP DATABASE IF EXISTS " + name);
  }

  /** Ends all connections of a user. */
  abstract void endConnections(Statement admin, String name) throws SQLException;

  /** Lets another user read what a database holds. */
  void letRead(Statement admin, TestDatabase database, String user) throws SQLException {
    admin.execute("GRANT SELECT ON " + database.name() + ".* TO " + user + "@'%'");
  }

  void letNothing(Statement admin, TestDatabase database, String user) throws SQLException {
    admin.execute("REVOKE SELECT ON " + database.name() + ".* FROM " + user + "@'%'");
  }

  /** SQL for the bytes that a text has as hexadecimal digits. */
  String bytes(String hex) {
    return "UNHEX(" + hex + ")";
  }

  /** SQL for 32 hexadecimal digits that look random, always the same for a text. */
  String digest(String text) {
    return "MD5(" + text + ")";
  }

  /** A query for the numbers from 1, as {@code n}. */
  abstract String numbers(int count);

  /** Starts one where the environment names none. */
  abstract Optional<String> start();

  String image() {
    return image;
  }

  /** A new database, and a user who has it for himself. */
  TestDatabase newDatabase() {
    byte[] random = new byte[8];
    ThreadLocalRandom.current().nextBytes(random);
    String name = "coffer_test_" + HexFormat.of().formatHex(random);
    String password = "pass" + HexFormat.of().formatHex(random);
    administer(admin -> create(admin, name, password));
    return new TestDatabase(this, url(name), name, password);
  }

  /** Host and port. */
  InetSocketAddress address() {
    URI place = URI.create(parts().group(1).substring("jdbc:".length()));
    return new InetSocketAddress(
        place.getHost(), place.getPort() < 0 ? defaultPort : place.getPort());
  }

  /** Work of an administrator. */
  interface Administration {
    void run(Statement admin) throws SQLException;
  }

  void administer(Administration work) {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      work.run(statement);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The URL of an administrator, with his password if he has one. */
  String adminUrl() {
    return url();
  }

  /** The URL of a database, with the administrator's settings but not his name and password. */
  private String url(String database) {
    Matcher parts = parts();
    String settings = Optional.ofNullable(parts.group(2)).orElse("?");
    return parts.group(1) + "/" + database
        + settings.replaceAll("(?<=[?&])(user|password)=[^&]*&?", "");
  }

  private Matcher parts() {
    Matcher parts = URL.matcher(url());
    if (!parts.matches()) {
      throw new IllegalStateException(
          variable + " is no URL such as jdbc:mariadb://host/?user=root");
    }
    return parts;
  }

  private synchronized String url() {
    if (url.isEmpty()) {
      String given = System.getenv(variable);
      url = given == null || given.isEmpty() ? start() : Optional.of(given);
    }
    return url.orElseGet(this::missing);
  }

  private String missing() {
    String message = "NO " + this + ": " + variable + " names none"
        + (isRequired() ? ", no Docker engine answers, and no other way is left" : "")
        + ". Its tests did not run.";
    System.err.println(message);
    if (isRequired() && "true".equals(System.getenv("CI"))) {
      throw new AssertionError(message);
    }
    return Assumptions.abort(message);
  }
}
