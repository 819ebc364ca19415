package dev.coffer.storage.jdbc;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StorageProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * The provider {@code jdbc}: records in an SQL database, over a pool of its own or over the
 * application's data source. The database is H2, PostgreSQL or what speaks its protocol, MariaDB or
 * MySQL, and which one is told by the connection; the application brings its driver.
 *
 * <p>Tables, a store of a name in them and, with {@link StorageOptions#CREATE}, the database file
 * of H2 are made where they are missing. Several stores can share the tables.
 *
 * <p>A server is {@link Guarantee#SHARED}, unless it is a standby, and {@link Guarantee#DURABLE} as
 * far as its settings say so: PostgreSQL with {@code fsync} and {@code synchronous_commit} on,
 * MariaDB and MySQL with {@code innodb_flush_log_at_trx_commit=1} and, where there is a binary log,
 * {@code sync_binlog=1}. Each call is a transaction of its own: a data source that hands out a
 * connection in the middle of somebody's transaction is refused.
 *
 * <p>H2 2.3 and 2.4 are {@link Guarantee#DURABLE} as a plain file, embedded or behind its server.
 * Whoever prefers speed to durability says so in the URL, by {@code WRITE_DELAY=500}. A data source
 * of the application's is durable if its URL says {@code WRITE_DELAY=0} and its user is an
 * administrator of the database; it stays durable as long as nobody sets another
 * {@code WRITE_DELAY}. Other releases of H2 work and are not durable: what was written last can be
 * lost when the process is killed.
 *
 * <p>H2 loses updates where several transactions write to a file at once, so that all storages of a
 * JVM over one file write in turn. It is never {@link Guarantee#SHARED}: behind a server or with
 * {@code AUTO_SERVER=TRUE} the processes do not take turns. For the same reason the file should be
 * the storage's own: what an application writes to it meanwhile can cost a conditional write its
 * condition.
 *
 * <p>The tables lie in the connection's schema. A Flyway of the application's own with default
 * settings refuses a schema that is not empty, and so fails if it first runs after Coffer: set
 * {@code baselineOnMigrate} with {@code baselineVersion} 0 there, or give Coffer a schema of its
 * own, as with {@code SCHEMA=} in the URL.
 */
public final class JdbcProvider implements StorageProvider {

  /**
   * The database, as {@code jdbc:h2:./tokens} or {@code jdbc:postgresql://host/database}; without
   * {@link #DATA_SOURCE}.
   */
  public static final Option<String> URL = Option.text(
          "url", "the database, as jdbc:h2:./tokens or jdbc:postgresql://host/database")
      .secret();

  /** The user who connects to {@link #URL}; where it is missing, the one in the URL, or nobody. */
  public static final Option<String> USER = Option.text("user", "the user who connects to the url");

  /** The password of {@link #USER}. */
  public static final Option<String> PASSWORD =
      Option.text("password", "the password of the user").secret();

  /**
   * The application's own data source, which it closes itself; without {@link #URL}. Two of its
   * connections must be to be had at once while the storage is opened, three while tables are made,
   * and each for one user at a time.
   */
  public static final Option<DataSource> DATA_SOURCE =
      Option.object("data-source", "the application's own data source", DataSource.class);

  /** The name of the store within its tables: 1 to 64 of {@code a-z 0-9 _ -}. */
  public static final Option<String> STORE =
      Option.text("store", "the name of the store within its tables").withDefault("default");

  /** How many calls are under way at once, each with a connection of its own. */
  public static final Option<Integer> POOL_SIZE = Option.integer(
          "pool-size", "how many calls are under way at once", 1, 100)
      .withDefault(8);

  /**
   * How long a call waits for a connection. It does not bound how long a {@link #DATA_SOURCE} takes
   * to hand one out: the application's own needs a timeout of its own, or calls wait with it.
   */
  public static final Option<Duration> CONNECTION_TIMEOUT = Option.duration(
          "connection-timeout",
          "how long a call waits for a connection",
          Duration.ofMillis(250),
          Duration.ofMinutes(10))
      .withDefault(Duration.ofSeconds(10));

  /**
   * How long a server may take to answer a statement before its connection is given up, for
   * {@link #URL}; the timeouts of a {@link #DATA_SOURCE} are its own.
   */
  public static final Option<Duration> CALL_TIMEOUT = Option.duration(
          "call-timeout",
          "how long a server may take to answer",
          Duration.ofSeconds(1),
          Duration.ofHours(1))
      .withDefault(Duration.ofSeconds(30));

  /**
   * How often expired entries are removed in the background, each time after an interval that is
   * drawn from half of this one to half as much again, so that the nodes of a fleet do not purge at
   * once; without it never, and {@link dev.coffer.storage.SecureStorage#purgeExpired} does it. A
   * purge goes by this process's clock or the database's, whichever is earlier.
   */
  public static final Option<Duration> PURGE_INTERVAL = Option.duration(
      "purge-interval",
      "how often expired entries are removed in the background",
      Duration.ofSeconds(1),
      Duration.ofDays(30));

  /**
   * How far this process's clock may be from a server's before a warning is logged, when the
   * storage is opened and at each purge in the background.
   */
  public static final Option<Duration> CLOCK_TOLERANCE = Option.duration(
          "clock-tolerance",
          "how far the clock may be from the database's",
          Duration.ofMillis(100),
          Duration.ofHours(24))
      .withDefault(Duration.ofSeconds(5));

  /**
   * What is done about the tables: {@code migrate} makes them (with {@link StorageOptions#CREATE})
   * and brings them up to date, {@code validate} wants to find them so, {@code none} does not look.
   * By default {@code migrate} for H2 and wherever {@link StorageOptions#CREATE} is set, else
   * {@code validate}.
   */
  public static final Option<String> TABLES = Option.choice(
      "tables", "what is done about the tables when it is opened", "migrate", "validate", "none");

  /** What the names of the tables begin with: 1 to 30 of {@code a-z 0-9 _}, a letter first. */
  public static final Option<String> TABLE_PREFIX = Option.text(
          "table-prefix", "what the names of the tables begin with")
      .withDefault(Tables.DEFAULT_PREFIX);

  /**
   * The schema of the tables, in MariaDB and MySQL the database, as the prefix is written; without
   * it the connection's own.
   */
  public static final Option<String> SCHEMA = Option.text("schema", "the schema of the tables");

  private static final Pattern STORE_NAME = Pattern.compile("[a-z0-9_-]{1,64}");

  /** For {@link java.util.ServiceLoader}. */
  public JdbcProvider() {}

  @Override
  public String id() {
    return "jdbc";
  }

  @Override
  public Set<Option<?>> options() {
    return new LinkedHashSet<>(List.of(
        URL,
        USER,
        PASSWORD,
        DATA_SOURCE,
        STORE,
        TABLES,
        TABLE_PREFIX,
        SCHEMA,
        POOL_SIZE,
        CONNECTION_TIMEOUT,
        CALL_TIMEOUT,
        PURGE_INTERVAL,
        CLOCK_TOLERANCE));
  }

  @Override
  public Set<Guarantee> guarantees() {
    return EnumSet.of(Guarantee.DURABLE, Guarantee.SHARED);
  }

  @Override
  public List<String> problems(StorageOptions options) {
    List<String> problems = new ArrayList<>();
    Optional<String> url = options.find(URL);
    boolean hasSource = options.find(DATA_SOURCE).isPresent();
    if (url.isPresent() == hasSource) {
      problems.add("Give either the option 'url' or, from the program, the option 'data-source'; "
          + (hasSource ? "both are given." : "neither is given."));
    } else if (hasSource) {
      List<String> needless = List.of(USER, PASSWORD).stream()
          .map(Option::name)
          .filter(options.names()::contains)
          .collect(Collectors.toList());
      if (!needless.isEmpty()) {
        problems.add(
            "The data source has its own user: leave out '" + String.join("', '", needless) + "'.");
      }
    }
    url.ifPresent(given -> problems.addAll(problemsOf(given, options.get(StorageOptions.CREATE))));
    if (!STORE_NAME.matcher(options.get(STORE)).matches()) {
      problems.add("Option 'store' must be 1 to 64 of a-z, 0-9, '_' and '-', but has "
          + options.get(STORE).length()
          + " characters, or others among them.");
    }
    for (Option<String> name : List.of(TABLE_PREFIX, SCHEMA)) {
      if (!options.find(name).map(Tables::isName).orElse(true)) {
        problems.add(
            "Option '" + name.name() + "' must be 1 to 30 of a-z, 0-9 and '_', a letter first.");
      }
    }
    return problems;
  }

  private static List<String> problemsOf(String url, boolean create) {
    return Dialect.of(url)
        .map(dialect -> dialect.problems(url, create))
        .orElseGet(() -> List.of(Dialect.unsupported(url)));
  }

  @Override
  public StorageBackend open(StorageOptions options) {
    List<String> problems = problems(options);
    if (!problems.isEmpty()) {
      throw new StorageConfigurationException(problems);
    }
    return new JdbcOpening(options).open();
  }
}
