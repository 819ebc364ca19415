package dev.coffer.storage.tck;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The search for an explanation of a history: one order of its operations in which each answers
 * what it answered, and none comes before another that had returned when it was called.
 *
 * <p>The search is Wing and Gong's (Testing and Verifying Concurrent Objects, 1993), with the
 * memory of what was tried that Lowe gave it (Testing for Linearizability, 2017). Threads make one
 * call at a time, so that how far each has come says all about what is done.
 */
final class Linearizability<S> {

  /** Three threads with twenty calls each can be at a tenth of as many points together. */
  private static final int MOST_TRIED = 100_000;

  private final List<List<Operation<S>>> threads;
  private final Set<List<Object>> tried = new HashSet<>();

  private Linearizability(List<Operation<S>> history) {
    threads = List.copyOf(history.stream()
        .sorted(comparingLong(Operation::called))
        .collect(groupingBy(Operation::thread, TreeMap::new, toList()))
        .values());
    threads.forEach(Linearizability::requireOneAtATime);
  }

  /**
   * Whether an order explains the history of something that was in the state {@code start}.
   *
   * @throws IllegalArgumentException if too much in the history overlaps for an answer in good time
   */
  static <S> boolean explains(S start, List<Operation<S>> history) {
    Linearizability<S> search = new Linearizability<>(history);
    return search.goesOn(start, new int[search.threads.size()]);
  }

  /**
   * Why nothing explains a history: as much of it as had happened when it first had no explanation,
   * without such operations as change nothing and could as well not have been.
   */
  static <S> List<Operation<S>> unexplained(S start, List<Operation<S>> history) {
    List<Operation<S>> rest = history.stream()
        .sorted(comparingLong(Operation::returned))
        .map(last -> until(last.returned(), history))
        .filter(seen -> !explains(start, seen))
        .findFirst()
        .orElseThrow();
    for (Operation<S> operation : List.copyOf(rest)) {
      List<Operation<S>> others = new ArrayList<>(rest);
      others.remove(operation);
      if (!operation.step().changes() && !explains(start, others)) {
        rest = others;
      }
    }
    return rest;
  }

  private static <S> List<Operation<S>> until(long moment, List<Operation<S>> history) {
    return history.stream()
        .filter(operation -> operation.called() < moment)
        .map(operation -> operation.asSeenAt(moment))
        .sorted(comparingLong(Operation::called))
        .toList();
  }

  private static <S> void requireOneAtATime(List<Operation<S>> thread) {
    for (int i = 1; i < thread.size(); i++) {
      if (thread.get(i).called() < thread.get(i - 1).returned()) {
        throw new IllegalArgumentException("A thread makes one call at a time: " + thread + ".");
      }
    }
  }

  private boolean goesOn(S state, int[] done) {
    long firstReturn = Operation.NEVER;
    boolean over = true;
    for (int i = 0; i < done.length; i++) {
      if (done[i] < threads.get(i).size()) {
        Operation<S> next = threads.get(i).get(done[i]);
        firstReturn = Math.min(firstReturn, next.returned());
        over &= next.isPending();
      }
    }
    return over || (isNew(state, done) && goesOnBefore(firstReturn, state, done));
  }

  /** Whatever was called before the first of them returned may have been the first. */
  private boolean goesOnBefore(long firstReturn, S state, int[] done) {
    for (int i = 0; i < done.length; i++) {
      if (done[i] < threads.get(i).size() && threads.get(i).get(done[i]).called() < firstReturn) {
        S after = threads.get(i).get(done[i]).step().after(state);
        if (after != null) {
          int[] more = done.clone();
          more[i]++;
          if (goesOn(after, more)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private boolean isNew(S state, int[] done) {
    if (tried.size() == MOST_TRIED) {
      throw new IllegalArgumentException(
          "Too much overlaps in this history: " + MOST_TRIED + " ways to begin it are tried.");
    }
    return tried.add(List.of(state, Arrays.stream(done).boxed().toList()));
  }
}
