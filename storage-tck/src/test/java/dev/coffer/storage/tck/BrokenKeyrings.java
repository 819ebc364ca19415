package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Backends that lose keyrings, and those that do not keep what was sealed anew. */
final class BrokenKeyrings {

  static final List<Candidate> ALL = List.of(
      broken(
          "answers no keyring",
          HidesKeyrings::new,
          "R-RESEAL-01 R-RESEAL-02 R-RESEAL-03 R-RESEAL-04 R-RESEAL-05 R-RESEAL-06",
          "R-RING-01 R-RING-02 R-RING-03 R-RING-04 R-RING-05 R-RING-06 R-RING-07",
          "R-RING-08 R-RING-09 R-SEAL-01"),
      broken(
          "puts keyrings whatever is expected",
          ReplacesKeyrings::new,
          "R-RING-07 R-RING-08 R-RING-09"),
      broken("clears system records too", ClearsAll::new, "R-FAC-10 R-RING-06"),
      broken("never removes a keyring", NeverRemoves::new, "R-RING-04"),
      broken(
          "keeps the keyring with the instance",
          KeepsThemApart::new,
          "R-RESEAL-06 R-RING-02 R-RING-08"),
      broken(
          "makes a record of the same version another one",
          CountsUp::new,
          "R-EXP-14 R-REC-20 R-REM-06 R-RESEAL-01 R-RESEAL-02 R-RESEAL-05",
          "R-RESEAL-06",
          "R-EXP-24 R-LIFE-14"),
      broken(
          "takes a record of the same version for the same",
          IgnoresSameVersion::new,
          "R-EXP-14 R-LIST-07 R-LIST-08 R-LIST-11 R-LIST-12 R-REC-20 R-RESEAL-01",
          "R-RESEAL-04 R-SEAL-03 R-SEAL-04 R-SEAL-05 R-SEAL-06 R-SEAL-08"),
      broken(
          "keeps the epoch of a record of the same version",
          KeepsEpoch::new,
          "R-EXP-14 R-REC-20 R-RESEAL-01 R-RESEAL-04 R-RESEAL-05 R-RESEAL-06",
          "R-SEAL-04 R-SEAL-08"),
      broken(
          "does not judge a put that keeps its version",
          Unjudged::new,
          "R-DUR-03 R-EXP-08 R-EXP-20 R-RESEAL-03 R-RESEAL-05 R-RESEAL-06"));

  private BrokenKeyrings() {}

  private static final class HidesKeyrings extends MapBackend {
    private HidesKeyrings(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      return super.get(id).filter(record -> !id.equals(RecordId.KEYRING));
    }
  }

  private static final class ReplacesKeyrings extends MapBackend {
    private final Meeting meeting = new Meeting(100);

    private ReplacesKeyrings(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
      meeting.arrive();
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      Optional<StoredRecord> found = super.get(id);
      if (id.equals(RecordId.KEYRING)) {
        meeting.await();
      }
      return found;
    }

    @Override
    boolean isAllowed(Change change, long now) {
      return change.id().equals(RecordId.KEYRING) || super.isAllowed(change, now);
    }
  }

  private static final class ClearsAll extends MapBackend {
    private ClearsAll(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void removePrefix(RecordId prefix) {
      super.removePrefix(prefix);
      if (prefix.equals(RecordId.ENTRIES)) {
        super.removePrefix(RecordId.SYSTEM);
      }
    }
  }

  private static final class NeverRemoves extends MapBackend {
    private NeverRemoves(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void make(Change change) {
      if (change.record().isPresent() || !change.id().equals(RecordId.KEYRING)) {
        super.make(change);
      }
    }
  }

  private static final class KeepsThemApart extends MapBackend {
    private final Map<RecordId, StoredRecord> system = new ConcurrentHashMap<>();

    private KeepsThemApart(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      return id.equals(RecordId.KEYRING) ? Optional.ofNullable(system.get(id)) : super.get(id);
    }

    @Override
    boolean isAllowed(Change change, long now) {
      return change.id().equals(RecordId.KEYRING)
          ? change.isAllowed(system.get(change.id()), now)
          : super.isAllowed(change, now);
    }

    @Override
    void make(Change change) {
      if (change.id().equals(RecordId.KEYRING)) {
        change
            .record()
            .ifPresentOrElse(put -> system.put(put.id(), put), () -> system.remove(change.id()));
      } else {
        super.make(change);
      }
    }
  }

  /** Changes what is put with the version that is there already. */
  private abstract static class AtSameVersion extends MapBackend {
    private AtSameVersion(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    abstract StoredRecord put(StoredRecord record, StoredRecord current);

    @Override
    void make(Change change) {
      StoredRecord current = records().get(change.id());
      StoredRecord record = change.record().orElse(null);
      if (record != null && current != null && record.version().equals(current.version())) {
        records().put(change.id(), put(record, current));
      } else {
        super.make(change);
      }
    }
  }

  private static final class CountsUp extends AtSameVersion {
    private CountsUp(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    StoredRecord put(StoredRecord record, StoredRecord current) {
      byte[] version = record.version().toBytes();
      version[0]++;
      return Sealed.copy(record.id(), Version.of(version), record).build();
    }
  }

  private static final class IgnoresSameVersion extends AtSameVersion {
    private IgnoresSameVersion(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    StoredRecord put(StoredRecord record, StoredRecord current) {
      return current;
    }
  }

  private static final class KeepsEpoch extends AtSameVersion {
    private KeepsEpoch(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    StoredRecord put(StoredRecord record, StoredRecord current) {
      return Rewriting.with(record, copy -> copy.epoch(current.epoch()));
    }
  }

  private static final class Unjudged extends MapBackend {
    private final Meeting meeting = new Meeting();

    private Unjudged(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void apply(List<Change> changes, long now) {
      if (changes.stream().anyMatch(Unjudged::keepsVersion)) {
        meeting.await();
      }
      super.apply(changes, now);
    }

    @Override
    boolean isAllowed(Change change, long now) {
      return keepsVersion(change) || super.isAllowed(change, now);
    }

    private static boolean keepsVersion(Change change) {
      return change.record().isPresent()
          && change.expectation().version().equals(change.record().map(StoredRecord::version));
    }
  }
}
