package dev.coffer.storage.tck;

import static java.util.stream.Collectors.joining;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Whatever threads do at once, there is an order of their calls, one after the other, in which each
 * would have answered what it answered: backends are linearizable.
 *
 * <p>Records that are changed alone are looked at one by one, which says as much (Herlihy and Wing,
 * 1990) and is far less to search.
 */
abstract class ConcurrencyRules extends Rules {

  private static final int THREADS = 3;
  private static final int ROUNDS = 10;
  private static final int CALLS = 20;

  @Rule(
      id = "R-LIN-01",
      says = "an order of gets, scans, puts and removals explains what each of them answers",
      from = Contract.THREADS,
      races = true)
  void plain(StorageBackend backend, Random random) {
    explainEachRecord(List.of(backend), random, caller -> {
      switch (caller.choose(6)) {
        case 0, 1 -> caller.put(caller.either(), Expectation.ANY);
        case 2 -> caller.remove(caller.either(), Expectation.ANY);
        case 3 -> caller.scan();
        default -> caller.get(caller.either());
      }
    });
  }

  @Rule(
      id = "R-LIN-02",
      says = "an order of conditional puts and removals explains which of them are refused",
      from = Contract.THREADS,
      races = true)
  void conditional(StorageBackend backend, Random random) {
    explainEachRecord(List.of(backend), random, ConcurrencyRules::expect);
  }

  @Rule(
      id = "R-LIN-03",
      says = "an order of changes to records that expire explains them, each by its own now",
      from = Contract.THREADS,
      races = true)
  void expiring(StorageBackend backend, Random random) {
    explainEachRecord(List.of(backend), random, caller -> {
      caller.letTimePass();
      expect(caller);
    });
  }

  @Rule(
      id = "R-LIN-04",
      says = "an order of batches and of gets of their records explains what each of them answers",
      from = Contract.THREADS,
      races = true)
  void batches(StorageBackend backend, Random random) {
    explainTogether(List.of(backend), random, caller -> {
      switch (caller.choose(5)) {
        case 0, 1 -> caller.changeBoth();
        case 2 -> expect(caller);
        default -> caller.get(caller.either());
      }
    });
  }

  @Rule(
      id = "R-LIN-05",
      says = "an order of batches and of pages with all their records explains what each answers",
      from = Contract.THREADS,
      races = true)
  void pages(StorageBackend backend, Random random) {
    explainTogether(List.of(backend), random, ConcurrencyRules::page);
  }

  @Rule(
      id = "R-LIN-06",
      says = "an order of changes through several instances explains what each instance answers",
      from = Contract.SHARED,
      races = true,
      needs = Guarantee.SHARED)
  void instances(StorageBackend one, StorageBackend other, Random random) {
    explainEachRecord(List.of(one, other), random, ConcurrencyRules::expect);
  }

  @Rule(
      id = "R-LIN-07",
      says = "an order of batches through several instances explains the pages of each instance",
      from = Contract.SHARED,
      races = true,
      needs = Guarantee.SHARED)
  void pagesOfInstances(StorageBackend one, StorageBackend other, Random random) {
    explainTogether(List.of(one, other), random, ConcurrencyRules::page);
  }

  private static void expect(Caller caller) {
    RecordId id = caller.either();
    switch (caller.choose(6)) {
      case 0 -> caller.put(id, Expectation.ABSENT);
      case 1, 2 -> caller.put(id, caller.unchanged(id));
      case 3 -> caller.remove(id, caller.unchanged(id));
      default -> caller.get(id);
    }
  }

  /** Every change is one of both records: then the contract has pages show one moment. */
  private static void page(Caller caller) {
    switch (caller.choose(4)) {
      case 0, 1 -> caller.changeBoth();
      case 2 -> caller.scan();
      default -> caller.get(caller.either());
    }
  }

  private static void explainEachRecord(
      List<StorageBackend> backends, Random random, Consumer<Caller> call) {
    for (int round = 0; round < ROUNDS; round++) {
      RecordId scope = Samples.scope(round);
      List<Operation<Contents>> history = record(backends, scope, random, call);
      for (RecordId id : Caller.ids(scope)) {
        requireExplained(
            backends.size(),
            history.stream()
                .flatMap(operation -> RecordStep.on(id, operation).stream())
                .toList());
      }
    }
  }

  private static void explainTogether(
      List<StorageBackend> backends, Random random, Consumer<Caller> call) {
    for (int round = 0; round < ROUNDS; round++) {
      requireExplained(backends.size(), record(backends, Samples.scope(round), random, call));
    }
  }

  private static List<Operation<Contents>> record(
      List<StorageBackend> backends, RecordId scope, Random random, Consumer<Caller> call) {
    AtomicLong clock = new AtomicLong();
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      callers.add(new Caller(i + 1, backends, scope, clock, new Random(random.nextLong())));
    }
    AtomicInteger waiting = new AtomicInteger(THREADS);
    return Race.of(THREADS, racer -> () -> {
          waiting.decrementAndGet();
          awaitNone(waiting);
          for (int i = 0; i < CALLS; i++) {
            call.accept(callers.get(racer));
          }
          return callers.get(racer).operations();
        })
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Being woken takes longer than a few calls in memory, so this waits on the processor, which it
   * leaves to whoever is waited for.
   */
  @SuppressWarnings("ThreadPriorityCheck") // Right without yielding, but slow on few processors.
  private static void awaitNone(AtomicInteger waiting) {
    while (waiting.get() > 0) {
      Thread.yield();
    }
  }

  /**
   * Instances owe each other what is completed. What is not may be seen by one before another, so
   * that each may have an order of its own.
   */
  private static void requireExplained(int instances, List<Operation<Contents>> history) {
    for (int i = 0; i < instances; i++) {
      int instance = i;
      requireExplained(history.stream()
          .filter(operation -> RecordStep.isSeenBy(instance, operation))
          .toList());
    }
  }

  private static void requireExplained(List<Operation<Contents>> history) {
    if (!Linearizability.explains(Contents.NONE, history)) {
      throw new AssertionError(
          "expected a history that some order of its calls explains, seen this one:"
              + Linearizability.unexplained(Contents.NONE, history).stream()
                  .map(operation -> String.format("%n    %s", operation))
                  .collect(joining()));
    }
  }
}
