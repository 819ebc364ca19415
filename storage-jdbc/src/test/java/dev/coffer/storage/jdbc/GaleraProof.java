package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Three nodes of a Galera cluster that take writes at once, one of which is killed and comes back.
 * {@code bash .ci/galera} starts the nodes and runs it; its name keeps it out of every other build.
 */
class GaleraProof {

  /** Host and port of each node, with commas between them. */
  private static final String NODES = "coffer.galera.nodes";

  /** Commands that kill the last node, and have it join again. */
  private static final String KILL = "coffer.galera.kill";

  private static final String REJOIN = "coffer.galera.rejoin";

  private static final int CALLERS_OF_A_NODE = 3;
  private static final int ROUNDS = 100;
  private static final int WRITES = 100;

  private final String schema = "coffer_test_" + Long.toHexString(System.nanoTime());
  private final List<String> urls = new ArrayList<>();
  private final List<StorageBackend> nodes = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void open() throws Exception {
    for (String node : System.getProperty(NODES).split(",", -1)) {
      urls.add("jdbc:mariadb://" + node
          + "/%s?user=root&sslMode=disable&sessionVariables=wsrep_sync_wait=7");
    }
    sql("CREATE DATABASE " + schema);
    for (String url : urls) {
      nodes.add(H2.create(String.format(url, schema)));
    }
  }

  @AfterEach
  void drop() throws Exception {
    threads.shutdownNow();
    nodes.forEach(StorageBackend::close);
    sql("DROP DATABASE " + schema);
  }

  private void sql(String statement) throws Exception {
    try (var connection = DriverManager.getConnection(String.format(urls.get(0), ""));
        var prepared = connection.createStatement()) {
      prepared.execute(statement);
    }
  }

  @Test
  void isSharedOnlyWhereReadsAndWritesWaitForOtherNodes() {
    assertThat(nodes.get(0).guarantees()).contains(Guarantee.SHARED);
    String url = String.format(urls.get(1), schema);
    for (String half : List.of("wsrep_sync_wait=1", "wsrep_sync_wait=0", "wsrep_sync_wait=6")) {
      try (StorageBackend other = H2.open(url.replace("wsrep_sync_wait=7", half))) {
        assertThat(other.guarantees()).as(half).doesNotContain(Guarantee.SHARED);
      }
    }
  }

  @Test
  void compareAndSetHasOneWinnerClusterWide() throws Exception {
    StoredRecord last = H2.record(1);
    nodes.get(0).apply(List.of(H2.put(last)), 0);
    for (int round = 0; round < ROUNDS; round++) {
      Expectation expected = Expectation.version(last.version());
      last = onlyWinner(1, expected);
    }
  }

  @Test
  void ifAbsentHasOneWinnerClusterWide() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      onlyWinner(10 + round, Expectation.ABSENT);
    }
  }

  /** All callers of all nodes try it at once; whoever loses is told that, and nothing else. */
  private StoredRecord onlyWinner(int number, Expectation expected) throws Exception {
    CyclicBarrier start = new CyclicBarrier(nodes.size() * CALLERS_OF_A_NODE);
    List<Callable<StoredRecord>> callers = new ArrayList<>();
    for (int caller = 0; caller < nodes.size() * CALLERS_OF_A_NODE; caller++) {
      StorageBackend node = nodes.get(caller % nodes.size());
      callers.add(Race.caller(start, node, H2.record(number), expected, 0));
    }
    StoredRecord winner = Race.winner(threads, callers);
    for (StorageBackend node : nodes) {
      assertThat(node.get(H2.id(number))).contains(winner);
    }
    return winner;
  }

  /** What one node has acknowledged is what the next one replaces, without a pause. */
  @Test
  void whatOneNodeHasAcknowledgedTheNextOneSees() {
    StoredRecord last = H2.record(1);
    nodes.get(0).apply(List.of(H2.put(last)), 0);
    for (int round = 1; round <= 3 * ROUNDS; round++) {
      StoredRecord next = H2.record(1);
      nodes
          .get(round % nodes.size())
          .apply(List.of(Change.put(next, Expectation.version(last.version()))), 0);
      last = next;
    }
  }

  @Test
  void batchesOverTheSameRecordsAreWholeOnEveryNode() throws Exception {
    List<Callable<Integer>> writers = new ArrayList<>();
    for (StorageBackend node : nodes) {
      writers.add(() -> {
        for (int round = 0; round < ROUNDS; round++) {
          StoredRecord one = H2.record(1);
          StoredRecord other = StoredRecord.builder(H2.id(2), one.version()).build();
          node.apply(List.of(H2.put(one), H2.put(other)), 0);
        }
        return ROUNDS;
      });
    }
    for (Future<Integer> writer : threads.invokeAll(writers)) {
      assertThat(writer.get()).isEqualTo(ROUNDS);
    }
    for (StorageBackend node : nodes) {
      assertThat(node.get(H2.id(1)).orElseThrow().version())
          .isEqualTo(node.get(H2.id(2)).orElseThrow().version());
    }
  }

  @Test
  void aNodeThatIsKilledAndComesBackHasEveryAcknowledgedWrite() throws Exception {
    AtomicBoolean stopped = new AtomicBoolean();
    List<AcknowledgedWrites> writers = new ArrayList<>();
    List<Future<?>> running = new ArrayList<>();
    for (int number = 0; number < 2 * nodes.size(); number++) {
      AcknowledgedWrites writer =
          new AcknowledgedWrites(nodes.get(number % nodes.size()), number, stopped);
      writers.add(writer);
      running.add(threads.submit(writer::run));
    }
    List<AcknowledgedWrites> surviving =
        List.of(writers.get(0), writers.get(1), writers.get(3), writers.get(4));
    AcknowledgedWrites.awaitMore(writers, WRITES);

    long killed = System.nanoTime();
    command(KILL);
    AcknowledgedWrites.awaitMore(surviving, 1);
    long back = System.nanoTime();
    AcknowledgedWrites.awaitMore(surviving, WRITES);
    command(REJOIN);
    AcknowledgedWrites.awaitMore(writers, WRITES);
    stopped.set(true);
    for (Future<?> writer : running) {
      writer.get(2, TimeUnit.MINUTES);
    }

    int acknowledged = 0;
    int unknown = 0;
    for (StorageBackend node : nodes) {
      for (AcknowledgedWrites writer : writers) {
        writer.assertTruth(node);
      }
    }
    for (AcknowledgedWrites writer : writers) {
      acknowledged += writer.acknowledged();
      unknown += writer.unknown();
      int made = writer.unknownButMade(nodes.get(0));
      for (StorageBackend node : nodes) {
        assertThat(writer.unknownButMade(node)).isEqualTo(made);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "figures: Galera: writers of the other nodes back %d ms after the kill; %d writes"
            + " acknowledged and on all nodes, %d of unknown outcome%n",
        TimeUnit.NANOSECONDS.toMillis(back - killed),
        acknowledged,
        unknown);
  }

  private static void command(String property) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", System.getProperty(property)).inheritIO().start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(property).isTrue();
    assertThat(process.exitValue()).as(property).isZero();
  }

  /** Writes per second with all callers on one node, and spread over all of them. */
  @Test
  void howFastOneNodeAndThreeAre() throws Exception {
    long one = writesInASecond(List.of(nodes.get(0)));
    long three = writesInASecond(nodes);

    assertThat(one).isPositive();
    assertThat(three).isPositive();
    System.out.printf(
        Locale.ROOT,
        "figures: Galera: %d writes a second by six callers of one node, %d by two of each%n",
        one,
        three);
  }

  private long writesInASecond(List<StorageBackend> over) throws Exception {
    AtomicBoolean stopped = new AtomicBoolean();
    List<Future<Integer>> callers = new ArrayList<>();
    for (int caller = 0; caller < 6; caller++) {
      StorageBackend node = over.get(caller % over.size());
      int first = 1_000 * (caller + 1);
      callers.add(threads.submit(() -> {
        int writes = 0;
        for (; !stopped.get(); writes++) {
          H2.put(node, first + writes % 500);
        }
        return writes;
      }));
    }
    LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
    stopped.set(true);
    long writes = 0;
    for (Future<Integer> caller : callers) {
      writes += caller.get();
    }
    return writes / 3;
  }
}
