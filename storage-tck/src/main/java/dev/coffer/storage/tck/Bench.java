package dev.coffer.storage.tck;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.StorageBackend;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a rule works at: it opens backends at places of its own, and closes those that are still
 * open in the end. It does the same for other processes. Not thread-safe.
 */
final class Bench {

  private final String ruleId;
  private final StorageBackendContract contract;
  private final Set<Guarantee> declared;
  private final Place place;
  private final Deque<AnsweringBackend> opened = new ArrayDeque<>();
  private final Deque<OtherProcess> started = new ArrayDeque<>();
  private final List<Place> places = new ArrayList<>();

  Bench(String ruleId, StorageBackendContract contract, Set<Guarantee> declared) {
    this.ruleId = ruleId;
    this.contract = contract;
    this.declared = declared;
    this.place = newPlace();
  }

  /** What the backend's author said that it promises, when the run began. */
  Set<Guarantee> declaredGuarantees() {
    return declared;
  }

  /** The author, who knows how to look at a place and how to break it. */
  StorageBackendContract contract() {
    return contract;
  }

  /** This rule's place. */
  Place place() {
    return place;
  }

  /** The backend at this rule's place; once more the same place, with each call. */
  StorageBackend open() {
    return open(place);
  }

  /** What {@link #open} has opened last. */
  StorageBackend lastOpened() {
    return opened.element();
  }

  /** What the first backend that was opened says that it promises, if it does. */
  Optional<Set<Guarantee>> guarantees() {
    try {
      return Optional.ofNullable(opened.peekLast()).map(StorageBackend::guarantees);
    } catch (RuntimeException | AssertionError failure) {
      return Optional.empty();
    }
  }

  /** A backend at a place that has not been used before. */
  StorageBackend openElsewhere() {
    return open(newPlace());
  }

  /** The backend at a place; once more the same place, with each call. */
  StorageBackend open(Place where) {
    AnsweringBackend backend = open(contract, where);
    // One instance would agree with itself, whatever it promises for several.
    if (opened.stream().anyMatch(before -> before.isOver(backend))) {
      throw new AssertionError(
          "expected another backend from each call of open, seen one that it has given before");
    }
    opened.push(backend);
    return backend;
  }

  /** A backend that is closed by nobody but the caller. */
  static AnsweringBackend open(StorageBackendContract contract, Place where) {
    StorageBackend backend;
    try {
      backend = contract.open(where);
    } catch (Exception failure) {
      throw new AssertionError("expected a backend from open, seen " + failure, failure);
    }
    if (backend == null) {
      throw new AssertionError("expected a backend from open, seen null");
    }
    return new AnsweringBackend(backend);
  }

  /** Another process that does a task at this rule's place. */
  OtherProcess start(Task task) {
    return start(task, false);
  }

  /** Another process, whose files may not grow for long. */
  OtherProcess startLimited(Task task) {
    return start(task, true);
  }

  private OtherProcess start(Task task, boolean limited) {
    OtherProcess process = contract.processes().start(contract, place, task, limited);
    started.push(process);
    return process;
  }

  /** Whether this rule's place was made to fail, for the backends that are open there. */
  boolean breakDown() {
    try {
      return contract.breakDown(place);
    } catch (Exception failure) {
      throw new AssertionError("expected breakDown to break the place, seen " + failure, failure);
    }
  }

  /**
   * A place that has not been used before, not by another run either: what one has left behind must
   * not disturb another.
   */
  Place newPlace() {
    String run = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    Place made = Place.create(ruleId.toLowerCase(Locale.ROOT) + "-" + run + "-" + places.size());
    places.add(made);
    return made;
  }

  /**
   * Ends the other processes, closes what the rule has not, the last one first, and removes the
   * places.
   */
  void close() {
    try {
      while (!started.isEmpty()) {
        started.pop().destroy();
      }
      while (!opened.isEmpty()) {
        AnsweringBackend backend = opened.pop();
        if (!backend.isClosed()) {
          backend.close();
        }
      }
    } finally {
      places.forEach(Place::remove);
    }
  }
}
