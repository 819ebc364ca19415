package dev.coffer.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes for ever, in turn blind and if absent, each under a name of its own, and over the one
 * record that it replaces by its version. It knows what it was told of each.
 */
final class AcknowledgedWrites {

  private static final long PATIENCE = Duration.ofMinutes(3).toNanos();

  private final StorageBackend backend;
  private final int number;
  private final AtomicBoolean stopped;
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Map<RecordId, Version> done = new HashMap<>();
  private final Map<RecordId, Version> unknown = new HashMap<>();
  private final Map<RecordId, Version> refused = new HashMap<>();
  private final Set<Version> mayBeLast = new HashSet<>();
  private Optional<Version> last = Optional.empty();

  AcknowledgedWrites(StorageBackend backend, int number, AtomicBoolean stopped) {
    this.backend = backend;
    this.number = number;
    this.stopped = stopped;
  }

  private RecordId chain() {
    return H2.id(1_000_000 * (number + 1));
  }

  void run() {
    try {
      for (int write = 1; !stopped.get(); write++) {
        StoredRecord fresh = H2.record(1_000_000 * (number + 1) + write);
        apply(Change.put(fresh, write % 2 == 0 ? Expectation.ABSENT : Expectation.ANY), fresh);
        goOnWithChain();
      }
    } catch (RuntimeException | Error unexpected) {
      failure.set(unexpected);
      throw unexpected;
    }
  }

  private void apply(Change change, StoredRecord record) {
    Map<RecordId, Version> told;
    try {
      backend.apply(List.of(change), 0);
      told = done;
      acknowledged.incrementAndGet();
    } catch (StorageUnavailableException nothingChanged) {
      told = refused;
    } catch (OutcomeUnknownException nobodyKnows) {
      told = unknown;
    }
    told.put(record.id(), record.version());
  }

  /** Replaces the record by its last version; of one whose outcome is unknown it looks first. */
  private void goOnWithChain() {
    StoredRecord next = StoredRecord.builder(chain(), H2.version()).build();
    Expectation expected = last.map(Expectation::version).orElse(Expectation.ABSENT);
    try {
      backend.apply(List.of(Change.put(next, expected)), 0);
      last = Optional.of(next.version());
      mayBeLast.clear();
      acknowledged.incrementAndGet();
    } catch (StorageUnavailableException nothingChanged) {
      // It is tried again with the next version.
    } catch (OutcomeUnknownException nobodyKnows) {
      mayBeLast.add(next.version());
      lookAtChain();
    }
  }

  private void lookAtChain() {
    while (!mayBeLast.isEmpty() && !stopped.get()) {
      try {
        last = backend.get(chain()).map(StoredRecord::version);
        mayBeLast.clear();
      } catch (StorageUnavailableException notNow) {
        // Until somebody answers.
      }
    }
  }

  void assertTruth(StorageBackend fresh) {
    done.forEach((id, version) -> assertThat(fresh.get(id).map(StoredRecord::version))
        .as("acknowledged, writer %s", number)
        .contains(version));
    refused.forEach((id, version) ->
        assertThat(fresh.get(id)).as("refused, writer %s", number).isEmpty());
    unknown.forEach((id, version) ->
        assertThat(fresh.get(id).map(StoredRecord::version).orElse(version)).isEqualTo(version));
    Optional<Version> there = fresh.get(chain()).map(StoredRecord::version);
    assertThat(there.equals(last) || there.filter(mayBeLast::contains).isPresent())
        .as("the last acknowledged replacement, writer %s", number)
        .isTrue();
  }

  int unknownButMade(StorageBackend fresh) {
    return (int)
        unknown.keySet().stream().filter(id -> fresh.get(id).isPresent()).count();
  }

  int acknowledged() {
    return acknowledged.get();
  }

  int unknown() {
    return unknown.size();
  }

  /** Waits until each has written so much more; one that has failed is not waited for. */
  static void awaitMore(List<AcknowledgedWrites> writers, int writes) {
    Map<AcknowledgedWrites, Integer> goals = new HashMap<>();
    writers.forEach(writer -> goals.put(writer, writer.acknowledged() + writes));
    long end = System.nanoTime() + PATIENCE;
    while (!writers.stream().allMatch(writer -> writer.acknowledged() >= goals.get(writer))) {
      writers.forEach(writer -> assertThat(writer.failure.get())
          .as("failure of writer %s", writer.number)
          .isNull());
      assertThat(System.nanoTime()).as("more writes of every writer").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }
}
