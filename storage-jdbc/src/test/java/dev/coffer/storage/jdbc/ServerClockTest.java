package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process whose clock is not the database's. */
@ParameterizedClass
@MethodSource(Server.THERE)
@Tag("once")
class ServerClockTest {

  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  @Parameter
  Server server;

  private final List<String> told = new ArrayList<>();
  private Duration ahead = Duration.ZERO;

  private final InstantSource clock = () -> Instant.now().plus(ahead);

  @ParameterizedTest
  @ValueSource(longs = {600, -600})
  void oneThatIsFarOffIsToldOnceAndAgainAfterItWasRight(long seconds) throws Exception {
    try (TestDatabase database = server.newDatabase();
        Connection connection = database.connect()) {
      ClockCheck check = new ClockCheck(Dialect.of(connection), clock, TOLERANCE, told::add);

      check.earlier(connection);
      assertThat(told).isEmpty();
      ahead = Duration.ofSeconds(seconds);
      check.earlier(connection);
      check.earlier(connection);
      assertThat(told).hasSize(1);
      assertThat(told.get(0))
          .contains(seconds > 0 ? "ahead of" : "behind", "'clock-tolerance'")
          .satisfies(message ->
              assertThat(difference(message)).isCloseTo(Duration.ofMinutes(10), TOLERANCE));
      ahead = Duration.ZERO;
      check.earlier(connection);
      ahead = Duration.ofSeconds(seconds);
      check.earlier(connection);
      assertThat(told).hasSize(2);
    }
  }

  /** A server's clock is not quite ours, and a busy machine takes its time to answer. */
  private static Duration difference(String message) {
    return Duration.parse(message.replaceFirst("(?s).*?(PT\\S+).*", "$1"));
  }

  @Test
  void backgroundPurgeRemovesWhatHasExpiredByBothClocksAlone() {
    long now = System.currentTimeMillis();
    ahead = Duration.ofMinutes(10);
    try (TestDatabase database = server.newDatabase();
        StorageBackend other = database.create()) {
      other.apply(
          List.of(
              expiring(1, now - 1), expiring(2, now + Duration.ofMinutes(5).toMillis()), never(3)),
          now);

      try (StorageBackend purging =
          H2.open(database.options().clock(clock), "purge-interval", "1s")) {
        await(() -> purging.get(H2.id(1)).isEmpty());
        assertThat(purging.get(H2.id(2)))
            .as("not expired by the database's clock")
            .isPresent();
        assertThat(purging.get(H2.id(3))).isPresent();
      }
    }
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("within a minute").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private static Change expiring(int number, long expiresAt) {
    return H2.put(StoredRecord.builder(H2.id(number), H2.version())
        .expiresAt(expiresAt)
        .value(new byte[10])
        .build());
  }

  private static Change never(int number) {
    return H2.put(H2.record(number));
  }
}
