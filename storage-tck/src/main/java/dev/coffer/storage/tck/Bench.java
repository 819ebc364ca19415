package dev.coffer.storage.tck;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.StorageBackend;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a rule works at: it opens backends at places of its own, and closes those that are still
 * open in the end. Not thread-safe.
 */
final class Bench {

  private final String ruleId;
  private final StorageBackendContract contract;
  private final String place;
  private final Deque<AnsweringBackend> opened = new ArrayDeque<>();
  private int places;

  Bench(String ruleId, StorageBackendContract contract) {
    this.ruleId = ruleId;
    this.contract = contract;
    this.place = newPlace();
  }

  /** What the backend's author says that it promises. */
  Set<Guarantee> declaredGuarantees() {
    return contract.guarantees();
  }

  /** The backend at this rule's place; once more the same place, with each call. */
  StorageBackend open() {
    return open(place);
  }

  /** A backend at a place that has not been used before. */
  StorageBackend openElsewhere() {
    return open(newPlace());
  }

  private StorageBackend open(String where) {
    StorageBackend backend;
    try {
      backend = contract.open(where);
    } catch (Exception failure) {
      throw new AssertionError("expected a backend from open, seen " + failure, failure);
    }
    if (backend == null) {
      throw new AssertionError("expected a backend from open, seen null");
    }
    AnsweringBackend answering = new AnsweringBackend(backend);
    opened.push(answering);
    return answering;
  }

  /** Not the same in the next run: a place that is left behind by one must not disturb another. */
  private String newPlace() {
    String run = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    return ruleId.toLowerCase(Locale.ROOT) + "-" + run + "-" + places++;
  }

  /** Closes what the rule has not, the last one first. */
  void close() {
    while (!opened.isEmpty()) {
      AnsweringBackend backend = opened.pop();
      if (!backend.isClosed()) {
        backend.close();
      }
    }
  }
}
