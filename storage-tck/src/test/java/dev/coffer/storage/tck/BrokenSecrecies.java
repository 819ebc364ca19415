package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.Candidate.broken;

import dev.coffer.storage.Version;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StoredRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Backends that tell what they keep. */
final class BrokenSecrecies {

  static final List<Candidate> ALL = List.of(
      broken("logs the names that it puts", LogsNames::new, "R-SEC-05"),
      broken("logs values as parameters", LogsValues::new, "R-SEC-05"),
      broken("prints the values that it is asked for", Prints::new, "R-SEC-05"),
      broken("gives what it has as the cause of a refusal", NamesTheCause::new, "R-SEC-04"),
      broken("shows its records as a text", ShowsRecords::new, "R-SEC-04"),
      broken("keeps a clear copy beside", KeepsACopy::new, "R-SEC-02"));

  private BrokenSecrecies() {}

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static final class LogsNames extends MapBackend {
    private static final Logger LOG = Logger.getLogger(LogsNames.class.getName());

    private LogsNames(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void make(Change change) {
      change.record().ifPresent(record -> LOG.finest(() -> "putting " + text(record.name())));
      super.make(change);
    }
  }

  private static final class LogsValues extends MapBackend {
    private static final Logger LOG = Logger.getLogger(LogsValues.class.getName());

    private LogsValues(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void make(Change change) {
      change.record().ifPresent(record -> LOG.log(Level.FINE, "putting {0}", record.value()));
      super.make(change);
    }
  }

  private static final class Prints extends MapBackend {
    private Prints(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      Optional<StoredRecord> record = super.get(id);
      record
          .filter(found -> found.value().length < 100 && !found.id().startsWith(RecordId.SYSTEM))
          .ifPresent(
              found -> System.err.println(Base64.getEncoder().encodeToString(found.value())));
      return record;
    }
  }

  private static final class NamesTheCause extends MapBackend {
    private NamesTheCause(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void requireAllowed(List<Change> changes, long now) {
      try {
        super.requireAllowed(changes, now);
      } catch (PreconditionFailedException refused) {
        StoredRecord found = records().get(changes.get(refused.index()).id());
        if (found != null) {
          refused.addSuppressed(new IllegalStateException(HexFormat.of().formatHex(found.value())));
        }
        throw refused;
      }
    }
  }

  private static final class ShowsRecords extends MapBackend {
    private volatile byte[] last = {};

    private ShowsRecords(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
    }

    @Override
    void make(Change change) {
      super.make(change);
      change.record().ifPresent(record -> last = record.name());
    }

    @Override
    public String toString() {
      return "ShowsRecords[" + text(last) + "]";
    }
  }

  /** Under an id that is too long for anybody to ask for. */
  private static final class KeepsACopy extends MapBackend {
    private static final RecordId COPY =
        RecordId.of(new byte[RecordId.MAX_LENGTH]).append((byte) 0);

    private final int store;

    private KeepsACopy(NavigableMap<RecordId, StoredRecord> place) {
      super(place);
      this.store = System.identityHashCode(place);
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      synchronized (records()) {
        return request.page(records().tailMap(request.from()).values().stream()
            .filter(record -> !record.id().equals(COPY))
            .iterator());
      }
    }

    @Override
    public Optional<RecordSealer> sealer() {
      byte[] key = ByteBuffer.allocate(KitSealer.KEY_LENGTH).putInt(store).array();
      byte[] storeId = ByteBuffer.allocate(16).putInt(store).array();
      return Optional.of(new KitSealer(storeId, key, List.of(key)) {
        @Override
        public byte[] seal(int epoch, byte[] plaintext, byte[] associatedData) {
          synchronized (records()) {
            StoredRecord copy = StoredRecord.builder(COPY, Version.of(new byte[Version.LENGTH]))
                .value(plaintext)
                .build();
            records().put(COPY, copy);
          }
          return super.seal(epoch, plaintext, associatedData);
        }
      });
    }
  }
}
