package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Backends that are wrong on one of several ways in or out. */
final class BrokenPaths {

  static final List<Candidate> ALL = List.of(
      broken("keeps the old domain when it replaces a version", KeepsTheDomain::new, "R-REC-23"),
      broken("leaves epochs out of later pages without values", NoLaterEpochs::new, "R-REC-24"),
      broken("scans for a prefix as a pattern", ScansPatterns::new, "R-REM-17 R-REM-18 R-SCAN-13"),
      broken("removes a prefix as a pattern", RemovesPatterns::new, "R-REM-17"),
      broken("purges a prefix as a pattern", PurgesPatterns::new, "R-REM-18"),
      broken("cuts prefixes to 255 bytes", CutsPrefixes::new, "R-SCAN-14"),
      broken("counts all of the store, whatever the prefix", CountsAll::new, "R-SCAN-15"),
      broken("does not count the expired", CountsTheLiving::new, "R-SCAN-15"),
      broken("removes a thousand records at most", RemovesAThousand::new, "R-REM-19"),
      broken("has no room for a page of 4 MiB", SmallPages::new, "R-PAGE-16"),
      broken("does not know what it has purged", RemembersThePurged::new, "R-REM-14", "R-SHR-10"));

  private BrokenPaths() {}

  private static final class KeepsTheDomain extends MapBackend {
    private KeepsTheDomain(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void make(Change change) {
      Optional<StoredRecord> old = Optional.ofNullable(records().get(change.id()));
      super.make(change);
      if (change.expectation().kind() == Expectation.Kind.VERSION
          && change.record().isPresent()) {
        records()
            .put(
                change.id(),
                Rewriting.with(
                    change.record().get(),
                    fields -> fields.domain(old.orElseThrow().domain())));
      }
    }
  }

  private static final class NoLaterEpochs extends MapBackend {
    private NoLaterEpochs(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      RecordPage page = super.scan(request);
      if (request.values() || request.after().isEmpty()) {
        return page;
      }
      List<StoredRecord> records =
          page.records().stream().map(NoLaterEpochs::withoutEpoch).toList();
      return page.next()
          .map(next -> RecordPage.of(records, next))
          .orElseGet(() -> RecordPage.last(records));
    }

    private static StoredRecord withoutEpoch(StoredRecord record) {
      return StoredRecord.builder(record.id(), record.version())
          .expiresAt(record.expiresAt())
          .domain(record.domain())
          .suite(record.suite())
          .flags(record.flags())
          .name(record.name())
          .buildWithoutValue();
    }
  }

  private static final class CountsAll extends MapBackend {
    private CountsAll(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public Map<Integer, Long> countByEpoch(RecordId prefix) {
      return super.countByEpoch(RecordId.ENTRIES);
    }
  }

  private static final class CountsTheLiving extends MapBackend {
    private CountsTheLiving(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public Map<Integer, Long> countByEpoch(RecordId prefix) {
      Map<Integer, Long> counts = new HashMap<>();
      records().values().stream()
          .filter(record -> record.id().startsWith(prefix))
          .filter(record -> !record.isExpiredAt(Samples.NOW))
          .forEach(record -> counts.merge(record.epoch(), 1L, Long::sum));
      return counts;
    }
  }

  /** As SQL's LIKE has it, where nobody has escaped the blank. */
  private static Predicate<RecordId> like(RecordId prefix) {
    byte[] pattern = prefix.toBytes();
    return id -> {
      byte[] bytes = id.toBytes();
      boolean matches = bytes.length >= pattern.length;
      for (int i = 0; matches && i < pattern.length; i++) {
        matches = pattern[i] == '_' || pattern[i] == bytes[i];
      }
      return matches;
    };
  }

  private static final class ScansPatterns extends MapBackend {
    private ScansPatterns(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      synchronized (records()) {
        // Of any prefix, since the records have been chosen.
        ScanRequest any = ScanRequest.of(RecordId.of(new byte[0]), request.limit());
        ScanRequest behind = request.after().map(any::after).orElse(any);
        return (request.values() ? behind : behind.withoutValues())
            .page(records().tailMap(behind.from()).values().stream()
                .filter(record -> like(request.prefix()).test(record.id()))
                .iterator());
      }
    }
  }

  private static final class RemovesPatterns extends MapBackend {
    private RemovesPatterns(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void removePrefix(RecordId prefix) {
      purge(this, record -> like(prefix).test(record.id()), Integer.MAX_VALUE);
    }
  }

  private static final class PurgesPatterns extends MapBackend {
    private PurgesPatterns(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public int removeExpired(RecordId prefix, long now, int limit) {
      return purge(
          this, record -> like(prefix).test(record.id()) && record.isExpiredAt(now), limit);
    }
  }

  private static int purge(MapBackend backend, Predicate<StoredRecord> which, int limit) {
    synchronized (backend.records()) {
      List<RecordId> ids = backend.records().tailMap(RecordId.of(new byte[0])).values().stream()
          .filter(which)
          .limit(limit)
          .map(StoredRecord::id)
          .toList();
      ids.forEach(backend.records()::remove);
      return ids.size();
    }
  }

  private static final class CutsPrefixes extends MapBackend {
    private CutsPrefixes(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      byte[] prefix = request.prefix().toBytes();
      ScanRequest cut =
          ScanRequest.of(RecordId.of(Arrays.copyOf(prefix, Math.min(255, prefix.length))), 1_000);
      return prefix.length > 255 ? super.scan(cut) : super.scan(request);
    }
  }

  private static final class RemovesAThousand extends MapBackend {
    private RemovesAThousand(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public void removePrefix(RecordId prefix) {
      purge(this, record -> record.id().startsWith(prefix), 1_000);
    }
  }

  private static final class SmallPages extends MapBackend {
    private SmallPages(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      RecordPage page = super.scan(request);
      int bytes = page.records().stream()
          .filter(StoredRecord::hasValue)
          .mapToInt(record -> record.value().length)
          .sum();
      if (bytes > 4 << 20) {
        throw new StorageUnavailableException("The message is too large.", null);
      }
      return page;
    }
  }

  /** What it has been asked for once it answers again, until something is put or removed. */
  private static final class RemembersThePurged extends MapBackend {
    private final NavigableMap<RecordId, StoredRecord> cache = new TreeMap<>();

    private RemembersThePurged(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      synchronized (records()) {
        Optional<StoredRecord> there = super.get(id);
        there.ifPresent(record -> cache.put(id, record));
        return there.or(() -> Optional.ofNullable(cache.get(id)));
      }
    }

    @Override
    void make(Change change) {
      cache.clear();
      super.make(change);
    }

    @Override
    public int removeExpired(RecordId prefix, long now, int limit) {
      return purge(
          this, record -> record.id().startsWith(prefix) && record.isExpiredAt(now), limit);
    }
  }
}
