package dev.coffer.storage.tck;

import static java.util.stream.Collectors.toCollection;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.StoredRecord;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** A call of {@link TwoRecords} that nobody made, with an answer that may not be the right one. */
record MadeUpCall(
    int thread, int called, int returned, String name, List<Integer> arguments, int answer) {

  static final int THREADS = 3;

  private static final int CALLS = 4;
  private static final int TIMES = 5;
  private static final RecordId SCOPE = Samples.scope(1);

  /** Calls at random moments; of four histories, three have one answer changed. */
  static List<MadeUpCall> history(Random random) {
    List<MadeUpCall> history = answered(unanswered(random), random);
    if (random.nextInt(4) > 0) {
      int index = random.nextInt(history.size());
      history.set(index, history.get(index).answering(otherAnswer(history.get(index), random)));
    }
    return history;
  }

  /** Those of one thread, in their order. */
  static List<MadeUpCall> of(int thread, List<MadeUpCall> history) {
    return history.stream()
        .filter(call -> call.thread == thread)
        .sorted(Comparator.comparing(MadeUpCall::called))
        .toList();
  }

  private static List<MadeUpCall> unanswered(Random random) {
    List<Integer> moments = new ArrayList<>();
    for (int i = 0; i < THREADS * CALLS * 2; i++) {
      moments.add(i % THREADS);
    }
    Collections.shuffle(moments, random);
    List<MadeUpCall> calls = new ArrayList<>();
    int[] begun = new int[THREADS];
    Arrays.fill(begun, -1);
    for (int moment = 0; moment < moments.size(); moment++) {
      int thread = moments.get(moment);
      if (begun[thread] < 0) {
        begun[thread] = moment;
      } else {
        calls.add(drawn(thread, begun[thread], moment, calls.size() + 1, random));
        begun[thread] = -1;
      }
    }
    return calls;
  }

  private static MadeUpCall drawn(int thread, int called, int returned, int number, Random random) {
    int id = random.nextInt(2);
    int now = random.nextInt(TIMES);
    int put = random.nextInt(4) == 0 ? 0 : number;
    return switch (random.nextInt(6)) {
      case 0, 1 -> new MadeUpCall(thread, called, returned, "get", List.of(id), 0);
      case 2 -> new MadeUpCall(thread, called, returned, "page", List.of(), 0);
      case 3 -> {
        // One expectation at most, so that it is clear which is refused.
        int one = id == 0 ? expected(number, random) : TwoRecords.ANY;
        int other = id == 0 ? TwoRecords.ANY : expected(number, random);
        List<Integer> both = List.of(put, 50 + number, one, other, now);
        yield new MadeUpCall(thread, called, returned, "changeBoth", both, 0);
      }
      default -> {
        List<Integer> change = List.of(id, put, expected(number, random), now);
        yield new MadeUpCall(thread, called, returned, "change", change, 0);
      }
    };
  }

  private static int expected(int number, Random random) {
    return random.nextInt(number + 1) + TwoRecords.ANY;
  }

  /** With the answers that they have in an order that the moments allow. */
  private static List<MadeUpCall> answered(List<MadeUpCall> calls, Random random) {
    List<Double> effects = new ArrayList<>();
    for (MadeUpCall call : calls) {
      effects.add(call.called + random.nextDouble() * (call.returned - call.called));
    }
    TwoRecords records = new TwoRecords();
    return calls.stream()
        .sorted(Comparator.comparing(call -> effects.get(calls.indexOf(call))))
        .map(call -> call.answering(call.ask(records)))
        .collect(toCollection(ArrayList::new));
  }

  private int ask(TwoRecords records) {
    try {
      return (int) method().invoke(records, arguments.toArray());
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError(impossible.getMessage(), impossible);
    }
  }

  private static int otherAnswer(MadeUpCall call, Random random) {
    int count = THREADS * CALLS;
    return switch (call.name) {
      case "get" -> random.nextInt(count);
      case "page" -> 100 * random.nextInt(count) + call.answer % 100;
      case "change" -> call.answer == TwoRecords.DONE ? 0 : TwoRecords.DONE;
      default ->
        call.answer == TwoRecords.DONE
            ? (call.arguments.get(2) == TwoRecords.ANY ? 1 : 0)
            : TwoRecords.DONE;
    };
  }

  private MadeUpCall answering(int other) {
    return new MadeUpCall(thread, called, returned, name, arguments, other);
  }

  /** The method that Lincheck calls. */
  Method method() {
    return Arrays.stream(TwoRecords.class.getDeclaredMethods())
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The same as the kit has it. */
  Operation<Contents> operation() {
    return new Operation<>(thread, called, returned, step());
  }

  private RecordStep step() {
    return switch (name) {
      case "get" -> new RecordStep.Get(0, id(arguments.get(0)), record(arguments.get(0), answer));
      case "page" ->
        new RecordStep.Page(
            0,
            RecordPage.last(Stream.of(record(0, answer / 100), record(1, answer % 100))
                .flatMap(Optional::stream)
                .toList()));
      case "change" -> apply(List.of(change(arguments.get(0), arguments.get(1), arguments.get(2))));
      default ->
        apply(List.of(
            change(0, arguments.get(0), arguments.get(2)),
            change(1, arguments.get(1), arguments.get(3))));
    };
  }

  private RecordStep apply(List<Change> changes) {
    long now = Samples.NOW + arguments.get(arguments.size() - 1);
    return new RecordStep.Apply(
        0, changes, now, answer == TwoRecords.DONE ? Optional.empty() : Optional.of(answer));
  }

  private static Change change(int id, int number, int expected) {
    Expectation expectation = switch (expected) {
      case TwoRecords.ANY -> Expectation.ANY;
      case 0 -> Expectation.ABSENT;
      default -> Expectation.version(Samples.version(expected));
    };
    return record(id, number)
        .map(put -> Change.put(put, expectation))
        .orElseGet(() -> Change.remove(id(id), expectation));
  }

  private static Optional<StoredRecord> record(int id, int number) {
    if (number == 0) {
      return Optional.empty();
    }
    int expiry = TwoRecords.expiry(number);
    return Optional.of(
        expiry == Integer.MAX_VALUE
            ? Samples.record(id(id), number)
            : Samples.expiring(id(id), number, Samples.NOW + expiry));
  }

  private static RecordId id(int id) {
    return Samples.entryIn(SCOPE, id + 1);
  }
}
