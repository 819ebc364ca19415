package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.record;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * Writing without an end that is known in advance: whoever knows how many steps were acknowledged
 * knows all that must be there.
 */
enum Script {

  /** Each step replaces many records, adds one and removes one. */
  BATCHES {
    @Override
    List<Change> step(int step) {
      List<Change> changes = Samples.puts(after(step));
      if (step > 0) {
        changes.add(Change.remove(turn(step - 1), Expectation.ANY));
      }
      return changes;
    }

    @Override
    List<StoredRecord> after(int step) {
      List<StoredRecord> records = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        records.add(record(entry(i), step));
      }
      records.add(record(turn(step), step));
      return records;
    }
  },

  /** Puts a record where none is, or removes the oldest by its version, in turn. */
  SINGLE_CHANGES {
    @Override
    List<Change> step(int step) {
      int more = step - KEPT;
      if (more < 0 || more % 2 == 0) {
        int number = more < 0 ? step : KEPT + more / 2;
        return List.of(Change.put(record(turn(number), number), Expectation.ABSENT));
      }
      int number = more / 2;
      return List.of(Change.remove(turn(number), Expectation.version(version(number))));
    }

    @Override
    List<StoredRecord> after(int step) {
      int more = Math.max(step - KEPT, -1);
      int last = more < 0 ? step : KEPT + more / 2;
      List<StoredRecord> records = new ArrayList<>();
      for (int number = (more + 1) / 2; number <= last; number++) {
        records.add(record(turn(number), number));
      }
      return records;
    }
  };

  private static final int BATCH = 40;
  private static final int KEPT = 5;
  private static final int TURNS = 30;
  private static final ScanRequest ALL = ScanRequest.of(RecordId.ENTRIES, 1_000);

  /** The changes of a step, which are made together. The first step is 0. */
  abstract List<Change> step(int step);

  /** All that is there after a step. */
  abstract List<StoredRecord> after(int step);

  /** The ids of what comes and goes. */
  private static RecordId turn(int number) {
    return entry(1_024 + number % TURNS);
  }

  /** The task: hears which script and from which step on, and tells each step that is done. */
  static void write(StorageBackend backend, Wire wire) {
    Script script = valueOf(wire.hear());
    for (int step = Integer.parseInt(wire.hear()); ; step++) {
      backend.apply(script.step(step), NOW);
      wire.tell(Integer.toString(step));
    }
  }

  /** Starts {@link Task#WRITE} in a process. */
  void writeFrom(int step, OtherProcess writer) {
    writer.tell(name());
    writer.tell(Integer.toString(step));
  }

  /**
   * That all is there that was acknowledged, and of the next step all or nothing.
   *
   * @param acknowledged the last step that is known to be done, or -1
   * @return the last step that is done
   */
  int verify(StorageBackend backend, int acknowledged) {
    List<RecordId> seen = Verify.walk(backend, ALL.withoutValues()).stream()
        .map(StoredRecord::id)
        .sorted()
        .toList();
    int last = seen.equals(ids(acknowledged)) ? acknowledged : acknowledged + 1;
    Verify.that(
        seen.equals(ids(last)),
        "the records after step " + acknowledged + " or after the next, these "
            + ids(last).size(),
        seen.size() + " records: others");
    Verify.scans(backend, ALL, records(last));
    return last;
  }

  private List<RecordId> ids(int step) {
    return records(step).stream().map(StoredRecord::id).sorted().toList();
  }

  private List<StoredRecord> records(int step) {
    return step < 0 ? List.of() : after(step);
  }
}
