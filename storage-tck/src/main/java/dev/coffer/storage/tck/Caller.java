package dev.coffer.storage.tck;

import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One thread's part in a history: it calls what it is told to, through any of the instances, and
 * notes what came of it and when. The records are two, in a scope of their own. Not thread-safe,
 * but for the clock that all callers share.
 */
final class Caller {

  /** The times of calls and expiries, in milliseconds after {@link Samples#NOW}. */
  private static final int TIMES = 6;

  private final int thread;
  private final List<StorageBackend> backends;
  private final RecordId scope;
  private final AtomicLong clock;
  private final Random random;
  private final Map<RecordId, Version> known = new HashMap<>();
  private final List<Operation<Contents>> operations = new ArrayList<>();
  private int puts;
  private boolean timed;

  Caller(
      int thread, List<StorageBackend> backends, RecordId scope, AtomicLong clock, Random random) {
    this.thread = thread;
    this.backends = backends;
    this.scope = scope;
    this.clock = clock;
    this.random = random;
  }

  /** The records in a scope. */
  static List<RecordId> ids(RecordId scope) {
    return List.of(Samples.entryIn(scope, 1), Samples.entryIn(scope, 2));
  }

  /** What has been called until now. */
  List<Operation<Contents>> operations() {
    return operations;
  }

  /** One of so many things to do, by chance. */
  int choose(int things) {
    return random.nextInt(things);
  }

  /** One of the records, by chance. */
  RecordId either() {
    return ids(scope).get(choose(2));
  }

  /** From now on records expire, and each call is made at another time. */
  void letTimePass() {
    timed = true;
  }

  void get(RecordId id) {
    int instance = choose(backends.size());
    long called = clock.incrementAndGet();
    Optional<StoredRecord> answer = backends.get(instance).get(id);
    note(called, new RecordStep.Get(instance, id, answer));
    answer.ifPresentOrElse(seen -> known.put(id, seen.version()), () -> known.remove(id));
  }

  void scan() {
    int instance = choose(backends.size());
    long called = clock.incrementAndGet();
    RecordPage page = backends.get(instance).scan(ScanRequest.of(scope, 100));
    note(called, new RecordStep.Page(instance, page));
  }

  void put(RecordId id, Expectation expectation) {
    apply(List.of(Change.put(fresh(id), expectation)));
  }

  void remove(RecordId id, Expectation expectation) {
    apply(List.of(Change.remove(id, expectation)));
  }

  /** Changes both records in one batch, whatever is there or if one of them is as it was. */
  void changeBoth() {
    List<Change> changes = new ArrayList<>();
    for (RecordId id : ids(scope)) {
      Expectation expectation = choose(3) == 0 ? unchanged(id) : Expectation.ANY;
      changes.add(
          choose(3) == 0 ? Change.remove(id, expectation) : Change.put(fresh(id), expectation));
    }
    apply(changes);
  }

  /** That what this thread saw or put last is still there; never met, if it is nothing. */
  Expectation unchanged(RecordId id) {
    return Expectation.version(known.getOrDefault(id, Samples.version(0)));
  }

  private void apply(List<Change> changes) {
    int instance = choose(backends.size());
    long now = Samples.NOW + (timed ? choose(TIMES) : 0);
    Optional<Integer> refused = Optional.empty();
    long called = clock.incrementAndGet();
    try {
      backends.get(instance).apply(changes, now);
    } catch (PreconditionFailedException failed) {
      refused = Optional.of(failed.index());
    }
    note(called, new RecordStep.Apply(instance, changes, now, refused));
    if (refused.isEmpty()) {
      for (Change change : changes) {
        change
            .record()
            .ifPresentOrElse(
                put -> known.put(put.id(), put.version()), () -> known.remove(change.id()));
      }
    }
  }

  /** A record whose number tells which thread puts it, and as its how manieth. */
  private StoredRecord fresh(RecordId id) {
    int number = 100 * thread + puts++;
    return timed
        ? Samples.expiring(id, number, Samples.NOW + choose(TIMES))
        : Samples.record(id, number);
  }

  private void note(long called, RecordStep step) {
    operations.add(new Operation<>(thread, called, clock.incrementAndGet(), step));
  }
}
