package dev.coffer.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The search finds an order where there is one, and only there. */
class LinearizabilityTest {

  /** The histories of a queue in Herlihy and Wing (1990), figure 1. */
  @Nested
  class OfAQueue {

    @Test
    void explainsEnqueuesThatOverlapInEitherOrder() {
      Operation<List<String>> x = enqueue(1, 1, 4, "x");
      Operation<List<String>> y = enqueue(2, 2, 3, "y");

      assertThat(explains(List.of(x, y, dequeue(2, 5, 6, "x"), dequeue(1, 7, 8, "y"))))
          .isTrue();
      assertThat(explains(List.of(x, y, dequeue(2, 5, 6, "y"), dequeue(1, 7, 8, "x"))))
          .isTrue();
    }

    @Test
    void doesNotExplainThatTheSecondLeavesFirst() {
      assertThat(explains(
              List.of(enqueue(1, 1, 2, "x"), enqueue(2, 3, 4, "y"), dequeue(2, 5, 6, "y"))))
          .isFalse();
    }

    @Test
    void explainsThatWhatIsStillEnqueuedLeavesAlready() {
      assertThat(explains(List.of(enqueue(1, 1, Operation.NEVER, "x"), dequeue(2, 2, 3, "x"))))
          .isTrue();
    }

    @Test
    void doesNotExplainThatOneLeavesTwice() {
      assertThat(explains(List.of(
              enqueue(1, 1, 4, "x"),
              enqueue(2, 2, 3, "y"),
              dequeue(1, 5, 8, "y"),
              dequeue(3, 6, 7, "y"))))
          .isFalse();
    }

    private static boolean explains(List<Operation<List<String>>> history) {
      return Linearizability.explains(List.of(), history);
    }

    private static Operation<List<String>> enqueue(
        int thread, long called, long returned, String item) {
      return new Operation<>(thread, called, returned, new Enqueue(item));
    }

    private static Operation<List<String>> dequeue(
        int thread, long called, long returned, String item) {
      return new Operation<>(thread, called, returned, new Dequeue(item));
    }
  }

  @Test
  void explainsNothingAtAll() {
    assertThat(Linearizability.explains(0, List.of())).isTrue();
  }

  @Test
  void doesNotExplainAReadOfWhatIsWrittenLater() {
    assertThat(Linearizability.explains(0, List.of(read(1, 1, 2, 7), write(2, 3, 4, 7))))
        .isFalse();
    assertThat(Linearizability.explains(0, List.of(read(1, 1, 3, 7), write(2, 2, 4, 7))))
        .isTrue();
  }

  @Test
  void doesNotExplainTheOldAfterTheNew() {
    Operation<Integer> write = write(1, 1, 10, 7);

    assertThat(Linearizability.explains(0, List.of(write, read(2, 2, 3, 0), read(3, 4, 5, 7))))
        .isTrue();
    assertThat(Linearizability.explains(0, List.of(write, read(2, 2, 3, 7), read(3, 4, 5, 0))))
        .isFalse();
    assertThat(Linearizability.explains(0, List.of(write, read(2, 2, 5, 7), read(3, 4, 6, 0))))
        .isTrue();
  }

  @Test
  void explainsAPendingWriteThatWasAndOneThatWasNot() {
    Operation<Integer> pending = write(1, 1, Operation.NEVER, 7);

    assertThat(Linearizability.explains(0, List.of(pending, read(2, 2, 3, 0)))).isTrue();
    assertThat(Linearizability.explains(0, List.of(pending, read(2, 2, 3, 7)))).isTrue();
    assertThat(Linearizability.explains(0, List.of(pending, read(2, 2, 3, 7), read(2, 4, 5, 0))))
        .isFalse();
  }

  @Test
  void showsNoMoreOfAHistoryThanItTakes() {
    List<Operation<Integer>> history = List.of(
        write(1, 1, 2, 5),
        read(2, 3, 4, 5),
        write(1, 5, 20, 7),
        read(2, 6, 7, 7),
        read(3, 8, 9, 7),
        read(2, 10, 11, 5),
        read(2, 12, 13, 99),
        write(3, 14, 15, 8));

    assertThat(Linearizability.unexplained(0, history))
        .containsExactly(
            write(1, 1, 2, 5),
            write(1, 5, Operation.NEVER, 7),
            read(3, 8, 9, 7),
            read(2, 10, 11, 5));
  }

  @Test
  void refusesAThreadThatMakesTwoCallsAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Linearizability.explains(0, List.of(write(1, 1, 3, 7), write(1, 2, 4, 8))))
        .withMessageContaining("one call at a time");
  }

  /** Twenty writes at once leave more ways to begin than there is time for. */
  @Test
  void refusesAHistoryThatIsTooWide() {
    List<Operation<Integer>> history = new ArrayList<>();
    for (int thread = 1; thread <= 20; thread++) {
      history.add(write(thread, thread, 100 + thread, thread));
    }
    history.add(read(21, 200, 201, 99));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Linearizability.explains(0, history))
        .withMessageContaining("Too much overlaps");
  }

  /** Lowe's memory: without it, this would try all orders of what can be ordered at will. */
  @Test
  void isNotSlowedDownByALongHistory() {
    List<Operation<Integer>> history = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      for (int thread = 1; thread <= 4; thread++) {
        history.add(write(thread, 20L * i + thread, 20L * i + 9 + thread, i));
      }
    }
    history.add(read(1, 20_000, 20_001, -1));

    assertThat(Linearizability.explains(0, history)).isFalse();
  }

  private static Operation<Integer> read(int thread, long called, long returned, int answer) {
    return new Operation<>(thread, called, returned, new Read(answer));
  }

  private static Operation<Integer> write(int thread, long called, long returned, int value) {
    return new Operation<>(thread, called, returned, new Write(value));
  }

  private record Read(int answer) implements Operation.Step<Integer> {
    @Override
    public Integer after(Integer before) {
      return before == answer ? before : null;
    }

    @Override
    public boolean changes() {
      return false;
    }
  }

  private record Write(int value) implements Operation.Step<Integer> {
    @Override
    public Integer after(Integer before) {
      return value;
    }

    @Override
    public boolean changes() {
      return true;
    }
  }

  private record Enqueue(String item) implements Operation.Step<List<String>> {
    @Override
    public List<String> after(List<String> before) {
      return Stream.concat(before.stream(), Stream.of(item)).toList();
    }

    @Override
    public boolean changes() {
      return true;
    }
  }

  private record Dequeue(String answer) implements Operation.Step<List<String>> {
    @Override
    public List<String> after(List<String> before) {
      return before.indexOf(answer) == 0 ? before.subList(1, before.size()) : null;
    }

    @Override
    public boolean changes() {
      return true;
    }
  }
}
