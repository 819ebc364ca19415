package dev.coffer.storage.jdbc;

import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process of a test in which a thousand threads call one storage over four connections: virtual
 * threads where the JDK has them, which all share one carrier, so that whoever pins it stops all.
 */
final class ManyCallers {

  static final String DONE = "done with ";

  private static final int CALLERS = 1_000;
  private static final int FIRST_VIRTUAL = 21;

  private ManyCallers() {}

  /** {@code ours} for a pool of the storage's own, or {@code theirs} for an application's. */
  public static void main(String[] arguments) throws Exception {
    TestDatabase database = TestDatabase.told();
    try (StorageBackend backend = arguments[0].equals("ours")
        ? database.create("pool-size", "4")
        : H2.open(H2.theirs(theirs(database)).with("create", "true"), "pool-size", "4")) {
      int answered = callAtOnce(backend);
      boolean others = othersGoOnBesideOneThatWaits(database, backend);
      System.out.println(DONE + answered + ", others went on: " + others);
    }
    System.exit(0);
  }

  private static DataSource theirs(TestDatabase database) throws Exception {
    if (database.server() != Server.POSTGRESQL) {
      MariaDbDataSource source = new MariaDbDataSource(database.url());
      source.setUser(database.name());
      source.setPassword(database.password());
      return source;
    }
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.url());
    source.setUser(database.name());
    source.setPassword(database.password());
    return source;
  }

  private static int callAtOnce(StorageBackend backend) throws Exception {
    AtomicInteger answered = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(CALLERS);
    for (int caller = 0; caller < CALLERS; caller++) {
      int number = caller;
      start(() -> {
        try {
          StoredRecord record = H2.record(number);
          backend.apply(List.of(H2.put(record)), 0);
          answered.addAndGet(backend.get(record.id()).equals(Optional.of(record)) ? 1 : 0);
        } finally {
          ended.countDown();
        }
      });
    }
    ended.await(1, TimeUnit.MINUTES);
    return answered.get();
  }

  /** The first one waits for a row that somebody else has locked. */
  private static boolean othersGoOnBesideOneThatWaits(TestDatabase database, StorageBackend backend)
      throws Exception {
    CountDownLatch waited = new CountDownLatch(1);
    CountDownLatch other = new CountDownLatch(1);
    boolean wentOn;
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      try (ResultSet all = statement.executeQuery("SELECT * FROM coffer_record FOR UPDATE")) {
        all.next();
      }
      start(() -> {
        H2.put(backend, 0);
        waited.countDown();
      });
      start(() -> {
        backend.get(H2.id(1));
        other.countDown();
      });
      wentOn = other.await(10, TimeUnit.SECONDS) && waited.getCount() == 1;
      connection.rollback();
    }
    return wentOn && waited.await(10, TimeUnit.SECONDS);
  }

  /** By its name, which a JDK of before does not have. */
  private static void start(Runnable work) throws ReflectiveOperationException {
    if (Runtime.version().feature() < FIRST_VIRTUAL) {
      new Thread(work).start();
      return;
    }
    try {
      Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
    } catch (InvocationTargetException failure) {
      throw new IllegalStateException(failure.getCause());
    }
  }
}
