package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Samples.NOW;
import static dev.coffer.storage.tck.Samples.entry;
import static dev.coffer.storage.tck.Samples.version;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Writing in a process whose files may not grow for long, and what is done there when a write was
 * refused: the tasks of {@link IoRules}.
 */
final class FullDisk {

  /** What became of a write. */
  enum Outcome {
    DONE,
    REFUSED,
    UNKNOWN
  }

  private static final int LARGE = 128 * 1024;
  private static final int MOST_MEBIBYTES = 64;
  private static final int MOST = MOST_MEBIBYTES * 1024 * 1024 / LARGE;

  /** How much is written after the first write that was refused. */
  private static final int MORE = 5;

  /** Told after the last outcome. */
  static final String END = "end";

  /** What {@link #remove} leaves to remove. */
  static final StoredRecord EXPIRED = Samples.expiring(entry(9_000), 1, NOW - 1);

  private static final ScanRequest ALL = ScanRequest.of(RecordId.ENTRIES, 1_000);

  private FullDisk() {}

  /** A record that no compression makes smaller. */
  private static StoredRecord large(int number) {
    return StoredRecord.builder(entry(number), version(number))
        .value(Samples.noise(number, LARGE))
        .build();
  }

  /** What {@link #write} puts: a large record, and now and then a small one along with it. */
  static List<StoredRecord> written(int write) {
    return write % 4 == 3 ? List.of(small(write), large(write)) : List.of(large(write));
  }

  private static List<StoredRecord> alone(int write) {
    return List.of(large(write));
  }

  private static StoredRecord small(int number) {
    return Samples.record(entry(10_000 + number), number);
  }

  /** Writes until it is refused; what became of each, the last one refused or unknown. */
  private static List<Outcome> fill(
      StorageBackend backend, IntFunction<List<StoredRecord>> written) {
    List<Outcome> outcomes = new ArrayList<>();
    do {
      if (outcomes.size() == MOST) {
        throw new AssertionError(String.format(
            "expected a write to fail, seen %d MiB written where no file may have more than 2 MiB;"
                + " override breakDown(place)",
            MOST_MEBIBYTES));
      }
      outcomes.add(write(backend, written.apply(outcomes.size())));
    } while (outcomes.get(outcomes.size() - 1) == Outcome.DONE);
    return outcomes;
  }

  static Outcome write(StorageBackend backend, List<StoredRecord> records) {
    return outcome(() -> backend.apply(Samples.puts(records), NOW));
  }

  static Outcome outcome(Runnable write) {
    try {
      write.run();
      return Outcome.DONE;
    } catch (StorageUnavailableException refused) {
      return Outcome.REFUSED;
    } catch (OutcomeUnknownException unknown) {
      return Outcome.UNKNOWN;
    }
  }

  /** Reads what was acknowledged. */
  static void read(StorageBackend backend, Wire wire) {
    int acknowledged = fill(backend, FullDisk::alone).size() - 1;
    List<StoredRecord> records =
        IntStream.range(0, acknowledged).mapToObj(FullDisk::large).toList();
    readsTruly(backend, records);
    wire.tell("read");
  }

  /** That these records are answered, or that they cannot be: never that they are not there. */
  static void readsTruly(StorageBackend backend, List<StoredRecord> records) {
    for (StoredRecord record : records) {
      answers(() -> Verify.holds(backend, record));
    }
    answers(() -> records.forEach(record -> scanHas(backend, ALL, record)));
    // As a walk does that has begun before the place failed.
    for (int i = 1; i < records.size(); i++) {
      StoredRecord record = records.get(i);
      ScanRequest request = ALL.after(records.get(i - 1).id());
      answers(() -> scanHas(backend, request, record));
    }
  }

  private static void scanHas(StorageBackend backend, ScanRequest request, StoredRecord record) {
    List<StoredRecord> seen = Verify.walk(backend, request);
    StoredRecord match = seen.stream()
        .filter(other -> other.id().equals(record.id()))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("expected a scan to have " + record + ", seen it left out"));
    Verify.same(record, match);
  }

  private static void answers(Runnable read) {
    try {
      read.run();
    } catch (StorageUnavailableException unavailable) {
      return;
    }
  }

  /** Writes on, and tells the outcomes. */
  static void write(StorageBackend backend, Wire wire) {
    List<Outcome> outcomes = fill(backend, FullDisk::written);
    for (int more = 0; more < MORE; more++) {
      outcomes.add(write(backend, written(outcomes.size())));
    }
    outcomes.forEach(outcome -> wire.tell(outcome.name()));
    wire.tell(END);
  }

  /** Removes what has expired, then everything, and tells the outcome of both. */
  static void remove(StorageBackend backend, Wire wire) {
    Samples.put(backend, EXPIRED);
    fill(backend, FullDisk::alone);
    wire.tell(expired(backend).name());
    Outcome removal = outcome(() -> backend.removePrefix(RecordId.ENTRIES));
    if (removal == Outcome.DONE) {
      answers(() -> Verify.scans(backend, ALL, List.of()));
    }
    wire.tell(removal.name());
  }

  /** Done is only what was counted; otherwise the expired record has to be there. */
  private static Outcome expired(StorageBackend backend) {
    AtomicInteger removed = new AtomicInteger();
    Outcome removal = outcome(() -> removed.set(backend.removeExpired(RecordId.ENTRIES, NOW, 10)));
    if (removal == Outcome.DONE && removed.get() == 0) {
      answers(() -> Verify.holds(backend, EXPIRED));
      return Outcome.REFUSED;
    }
    return removal;
  }
}
