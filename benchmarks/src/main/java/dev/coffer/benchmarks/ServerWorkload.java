package dev.coffer.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.coffer.storage.CopyResult;
import dev.coffer.storage.SecureStorage;
import dev.coffer.storage.StorageCopy;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.crypto.KeyAdministration;
import dev.coffer.storage.jdbc.JdbcProvider;
import dev.coffer.storage.jdbc.JdbcTables;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Coffer on PostgreSQL and MariaDB beside the same statements without encryption, on the same
 * server and pools of the same size, in turns, in one run. Prints tables with the ratios.
 */
public final class ServerWorkload {

  private static final int ENTRIES = 10_000;
  private static final int COPIES = 99;
  private static final int ROUNDS = 5;
  private static final String COFFER = "Coffer";
  private static final String OVER_SOURCE = "Coffer over a DataSource";

  private final String url;
  private final boolean mariaDb;
  private final String schema;
  private final Path directory;
  private final Duration block;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private ServerWorkload(String url, Path directory, Duration block) {
    this.url = url;
    this.mariaDb = url.startsWith("jdbc:mariadb:");
    this.schema = "workload_" + System.nanoTime();
    this.directory = directory;
    this.block = block;
  }

  /**
   * Measures.
   *
   * @param arguments the milliseconds of each block, and the URLs of administrators
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 2) {
      throw new IllegalArgumentException(
          "Give the milliseconds of each block and URLs of servers: 1000 jdbc:postgresql://…");
    }
    Duration block = Duration.ofMillis(Integer.parseInt(arguments[0]));
    for (int i = 1; i < arguments.length; i++) {
      try (Scratch scratch = Scratch.in(Path.of(System.getProperty("java.io.tmpdir")))) {
        new ServerWorkload(arguments[i], scratch.directory(), block).run();
      }
    }
  }

  private void run() throws Exception {
    try (HikariDataSource pool = pool()) {
      sql(pool, (mariaDb ? "CREATE DATABASE " : "CREATE SCHEMA ") + schema);
      try {
        measure(pool);
      } finally {
        sql(pool, "DROP " + (mariaDb ? "DATABASE " + schema : "SCHEMA " + schema + " CASCADE"));
      }
    }
  }

  private void measure(HikariDataSource pool) throws Exception {
    makePlainTables(pool);
    try (PlainServer plain = new PlainServer(pool(), schema + ".plain_record", mariaDb);
        HikariDataSource source = pool()) {
      StorageOptions options = options().with("url", url).with("pool-size", "16");
      try (CofferServer coffer = new CofferServer(COFFER, options, ENTRIES);
          CofferServer over = new CofferServer(
              OVER_SOURCE,
              options().with(JdbcProvider.DATA_SOURCE, source).with("pool-size", "16"),
              ENTRIES)) {
        coffer.fill(ENTRIES);
        plain.fill(ENTRIES);
        bytes(pool);
        List<ServerStore> stores = List.of(plain, coffer, over);
        out.printf("%n| %s | p50 (p99), µs | of plain |%n|---|---|---|%n", product());
        latencies("a put", stores, true);
        Latencies few = latencies("a get", stores, false);
        out.printf("%n| %s, 16 threads | calls a second | of plain |%n|---|---|---|%n", product());
        throughput("puts", stores, true);
        throughput("gets", stores, false);
        copy(coffer, plain, options);
        multiply(pool);
        Latencies many = block(coffer, 1, false).latencies();
        many.addAll(block(coffer, 1, false).latencies());
        out.printf(
            Locale.ROOT,
            "%nA get with 1,000,000 rows in the table: %.0f µs (%.0f), %.2f times that with 10,000.%n",
            many.p50(),
            many.p99(),
            many.p50() / few.p50());
      }
    }
  }

  private String product() {
    return mariaDb ? "MariaDB" : "PostgreSQL";
  }

  private StorageOptions options() {
    return StorageOptions.of("jdbc")
        .with("schema", schema)
        .with("create", "true")
        .with("master-key", "file:" + directory.resolve("master.key"));
  }

  private HikariDataSource pool() {
    HikariDataSource pool = new HikariDataSource();
    String prepared =
        mariaDb && !url.contains("useServerPrepStmts") ? "&useServerPrepStmts=true" : "";
    pool.setJdbcUrl(url + prepared);
    pool.setMaximumPoolSize(ServerStore.CONNECTIONS);
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return pool;
  }

  private static void sql(HikariDataSource pool, String... statements) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Those of Coffer, with other names. */
  private void makePlainTables(HikariDataSource pool) throws SQLException {
    String ddl = JdbcTables.ddl(mariaDb ? "mariadb" : "postgresql", "plain_");
    List<String> statements = new ArrayList<>();
    statements.add(mariaDb ? "USE " + schema : "SET search_path TO " + schema);
    for (String statement : ddl.replaceAll("--[^\n]*", "").split(";\\s*", -1)) {
      if (!statement.isBlank()) {
        statements.add(statement);
      }
    }
    if (!mariaDb) {
      statements.add("RESET search_path");
    }
    sql(pool, statements.toArray(String[]::new));
  }

  private void bytes(HikariDataSource pool) throws SQLException {
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (String table : List.of("coffer_record", "plain_record")) {
      String query = mariaDb
          ? "SELECT file_size FROM information_schema.innodb_sys_tablespaces WHERE name = '"
              + schema + "/" + table + "'"
          : "SELECT pg_total_relation_size('" + schema + "." + table + "')";
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(query)) {
        row.next();
        sizes.put(table, row.getLong(1));
      }
    }
    long coffer = sizes.getOrDefault("coffer_record", 0L);
    long plain = sizes.getOrDefault("plain_record", 1L);
    out.printf(
        Locale.ROOT,
        "%n%s: %,d bytes a row on disk with its indexes, plain %,d: %.2f times%n",
        product(),
        coffer / ENTRIES,
        plain / ENTRIES,
        (double) coffer / plain);
  }

  /** Of a block: how long each call took, and how many there were in a second. */
  private record Block(Latencies latencies, double perSecond) {}

  private Latencies latencies(String what, List<ServerStore> stores, boolean put) throws Exception {
    Map<String, Latencies> all = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (ServerStore store : stores) {
        Latencies latencies = block(store, 1, put).latencies();
        if (round > 0) { // of the first nothing is kept
          all.computeIfAbsent(store.name(), name -> new Latencies()).addAll(latencies);
        }
      }
    }
    double plain = all.getOrDefault("plain", new Latencies()).p50();
    all.forEach((store, latencies) -> out.printf(
        Locale.ROOT,
        "| %s, %s | %.0f (%.0f) | %.2f |%n",
        what,
        store,
        latencies.p50(),
        latencies.p99(),
        latencies.p50() / plain));
    return all.getOrDefault(COFFER, new Latencies());
  }

  private void throughput(String what, List<ServerStore> stores, boolean put) throws Exception {
    Map<String, Double> all = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (ServerStore store : stores) {
        double perSecond = block(store, ServerStore.CONNECTIONS, put).perSecond();
        if (round > 0) {
          all.merge(store.name(), perSecond / (ROUNDS - 1), Double::sum);
        }
      }
    }
    double plain = all.getOrDefault("plain", 1.0);
    all.forEach((store, perSecond) -> out.printf(
        Locale.ROOT, "| %s, %s | %,.0f | %.2f |%n", what, store, perSecond, perSecond / plain));
  }

  private Block block(ServerStore store, int threads, boolean put) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Latencies>> running = new ArrayList<>();
      long begin = System.nanoTime();
      long end = begin + block.toNanos();
      for (int thread = 0; thread < threads; thread++) {
        Values values = new Values(thread);
        running.add(executor.submit(() -> calls(store, values, put, end)));
      }
      Latencies all = new Latencies();
      for (Future<Latencies> each : running) {
        all.addAll(each.get());
      }
      return new Block(all, all.count() * 1e9 / (System.nanoTime() - begin));
    } finally {
      executor.shutdown();
    }
  }

  private static Latencies calls(ServerStore store, Values values, boolean put, long end)
      throws Exception {
    Latencies latencies = new Latencies();
    while (System.nanoTime() - end < 0) {
      int entry = values.entryBelow(ENTRIES);
      byte[] value = values.next();
      long begin = System.nanoTime();
      if (put) {
        store.put(entry, value);
      } else if (store.get(entry).length != Store.VALUE_LENGTH) {
        throw new IllegalStateException("Another value was read.");
      }
      latencies.add(System.nanoTime() - begin);
    }
    return latencies;
  }

  private void copy(CofferServer coffer, PlainServer plain, StorageOptions options)
      throws Exception {
    long begin = System.nanoTime();
    plain.copy();
    double bare = ENTRIES * 1e9 / (System.nanoTime() - begin);
    Path key = Files.createTempDirectory(directory, "other").resolve("master.key");
    StorageOptions other = options.with("store", "copy").with("master-key", "file:" + key);
    try (SecureStorage target = SecureStorage.open(other)) {
      begin = System.nanoTime();
      CopyResult result = StorageCopy.of(coffer.storage(), target).run();
      if (!result.isComplete() || result.copied() != ENTRIES) {
        throw new IllegalStateException(result.toString());
      }
    }
    double copied = ENTRIES * 1e9 / (System.nanoTime() - begin);
    double resealed;
    try (KeyAdministration keys = KeyAdministration.open(other).propagation(Duration.ZERO)) {
      keys.rotate();
      begin = System.nanoTime();
      keys.reseal(progress -> {});
      resealed = ENTRIES * 1e9 / (System.nanoTime() - begin);
    }
    out.printf(
        Locale.ROOT,
        "%n%s, entries a second, 10,000 of them: copied and read back %,.0f, %.2f of plain, %,.0f;"
            + " sealed anew %,.0f, %.2f%n",
        product(),
        copied,
        copied / bare,
        bare,
        resealed,
        resealed / bare);
  }

  /** Puts 990,000 rows more beside those that are read: the same, under longer ids. */
  private void multiply(HikariDataSource pool) throws SQLException {
    String columns =
        "version, key_domain, epoch, suite, flags, expires_at, sealed_name, sealed_value, store_id";
    String table = schema + ".coffer_record";
    sql(
        pool,
        "DELETE FROM " + table + " WHERE store_id = (SELECT store_id FROM " + schema
            + ".coffer_store WHERE store_name = 'copy')",
        "INSERT INTO " + table + " (" + columns + ", record_id) SELECT " + columns
            + (mariaDb
                ? ", CONCAT(record_id, CHAR(seq USING binary)) FROM " + table + ", " + schema
                    + ".seq_1_to_" + COPIES
                : ", record_id || int4send(g) FROM " + table + ", generate_series(1, " + COPIES
                    + ") g"));
    if (!mariaDb) {
      sql(pool, "VACUUM ANALYZE " + table);
    }
  }
}
