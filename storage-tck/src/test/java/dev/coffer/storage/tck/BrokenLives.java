package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Backends that open, close, promise or stand interruption badly. */
final class BrokenLives {

  static final List<Candidate> ALL = List.of(
      broken("fails to close twice", ClosesOnce::new, "R-LIFE-03"),
      broken(
          "forgets when it is closed",
          Forgets::new,
          "R-SHR-08",
          "R-DUR-01 R-DUR-02 R-DUR-03 R-DUR-04 R-KILL-04 R-RING-02 R-SHR-06",
          "R-DUR-06 R-DUR-07 R-DUR-08 R-SHR-13"),
      broken(
          "has a map for each instance",
          unused -> new MapBackend(new TreeMap<>()),
          "R-SHR-08 R-SHR-09",
          "R-DUR-01 R-DUR-02 R-DUR-03 R-DUR-04 R-IO-01 R-IO-02 R-IO-03 R-KILL-01",
          "R-KILL-02 R-KILL-03 R-KILL-04 R-PROC-05 R-RESEAL-06 R-RING-02 R-RING-08 R-SEC-02",
          "R-SHR-01 R-SHR-02 R-SHR-03 R-SHR-04 R-SHR-05 R-SHR-06",
          "R-DUR-06 R-DUR-07 R-DUR-08 R-SHR-10 R-SHR-11 R-SHR-12 R-SHR-13"),
      broken("closes the place with the instance", ClosesThePlace::new, "R-SHR-08", "R-SHR-06"),
      broken("closes what others have open", closesOthers(), "R-SHR-08", "R-LIFE-04 R-SHR-06"),
      broken(
          "swallows the interrupt flag",
          SwallowsInterrupts::new,
          "R-LIFE-12",
          "R-LIFE-08",
          "R-LIFE-13 R-LIFE-14"),
      broken(
          "is closed by an interrupt",
          DiesOfInterrupts::new,
          "R-LIFE-12",
          "R-LIFE-08 R-LIFE-09",
          "R-LIFE-13 R-LIFE-14"),
      broken(
          "promises less than is declared", place -> new Promising(place, Set.of()), "R-LIFE-05"),
      broken(
          "promises to encrypt",
          place -> new Promising(place, EnumSet.allOf(Guarantee.class)),
          "R-LIFE-05 R-LIFE-06"),
      broken(
          "has another store id at every call",
          ChangesItsId::new,
          "R-DUR-05 R-LIFE-07 R-RESEAL-01 R-RESEAL-02 R-RESEAL-03 R-RESEAL-04 R-RESEAL-05 R-RESEAL-06",
          "R-RING-01 R-RING-02 R-RING-03 R-RING-04 R-RING-05 R-RING-06 R-RING-07 R-RING-08",
          "R-RING-09 R-SEAL-01 R-SEAL-02 R-SEAL-03 R-SEAL-04 R-SEAL-05 R-SEAL-06 R-SEAL-07",
          "R-SEAL-08 R-SEC-01 R-SEC-02 R-SEC-03 R-SEC-04 R-SEC-05 R-SHR-07"),
      broken("is null", unused -> null, Candidate.EVERY_RULE));

  private BrokenLives() {}

  private static final class ClosesOnce extends MapBackend {
    private boolean closed;

    private ClosesOnce(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void close() {
      if (closed) {
        throw new IllegalStateException("closed already");
      }
      closed = true;
    }
  }

  private static final class Forgets extends MapBackend {
    private Forgets(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void close() {
      synchronized (records()) {
        records().clear();
      }
    }
  }

  private static final class ClosesThePlace extends MapBackend {
    private static final RecordId CLOSED = RecordId.of(new byte[] {0, 99});

    private ClosesThePlace(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
      place.remove(CLOSED);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      if (super.get(CLOSED).isPresent()) {
        throw new StorageUnavailableException("The place is closed.", null);
      }
      return super.get(id);
    }

    @Override
    public void close() {
      synchronized (records()) {
        records().put(CLOSED, Samples.record(CLOSED, 0));
      }
    }
  }

  /** They share a pool, which the first one that is closed takes with it. */
  private static Candidate.Opener closesOthers() {
    AtomicInteger pool = new AtomicInteger();
    return place -> new ClosesOthers(place, pool);
  }

  private static final class ClosesOthers extends MapBackend {
    private final AtomicInteger pool;
    private final int opened;

    private ClosesOthers(NavigableMap<RecordId, StoredRecord> place, AtomicInteger pool) {
      super(place);
      this.pool = pool;
      this.opened = pool.get();
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      if (pool.get() != opened) {
        throw new StorageUnavailableException("The pool is closed.", null);
      }
      return super.get(id);
    }

    @Override
    public void close() {
      pool.incrementAndGet();
    }
  }

  private static final class SwallowsInterrupts extends MapBackend {
    private SwallowsInterrupts(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      Thread.interrupted();
      super.apply(changes, now);
    }
  }

  private static final class DiesOfInterrupts extends MapBackend {
    private volatile boolean dead;

    private DiesOfInterrupts(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      requireAlive();
      return super.get(id);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      requireAlive();
      super.apply(changes, now);
    }

    private void requireAlive() {
      dead |= Thread.currentThread().isInterrupted();
      if (dead) {
        throw new StorageUnavailableException("The channel is closed.", null);
      }
    }
  }

  private static final class Promising extends MapBackend {
    private final Set<Guarantee> promised;

    private Promising(NavigableMap<RecordId, StoredRecord> place, Set<Guarantee> promised) {
      super(place);
      this.promised = promised;
    }

    @Override
    public Set<Guarantee> guarantees() {
      return promised;
    }
  }

  private static final class ChangesItsId extends MapBackend {
    private final Random random = new Random();

    private ChangesItsId(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public Optional<byte[]> storeId() {
      byte[] id = new byte[16];
      random.nextBytes(id);
      return Optional.of(id);
    }
  }
}
