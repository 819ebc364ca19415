package dev.coffer.storage.cli;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.KeyUnavailableException;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.UnreadableStoreException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StorageProvider;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Places in memory that outlive a run of the command, as a server would, each test with its own;
 * one that fails on demand.
 */
public final class PlaceProvider implements StorageProvider {

  static final Option<String> PLACE =
      Option.text("place", "the name of the place").required();

  static final Option<String> PASSWORD =
      Option.text("place-password", "what opens it").secret();

  static final Option<String> FAULT = Option.choice(
      "fault",
      "what goes wrong",
      "key",
      "store",
      "unavailable",
      "outcome",
      "unexpected",
      "noise",
      "none");

  static final Option<Integer> SIZE =
      Option.integer("size", "how large it is", 1, 9).withDefault(3);

  private static final Map<String, NavigableMap<RecordId, StoredRecord>> PLACES =
      new ConcurrentHashMap<>();

  /** The records of a place, for a test to damage. */
  static NavigableMap<RecordId, StoredRecord> records(String place) {
    return PLACES.computeIfAbsent(place, name -> new TreeMap<>());
  }

  @Override
  public String id() {
    return "place";
  }

  @Override
  public Set<Option<?>> options() {
    return Set.of(PLACE, PASSWORD, FAULT, SIZE);
  }

  @Override
  public Set<Guarantee> guarantees() {
    return Set.of(Guarantee.SHARED, Guarantee.DURABLE);
  }

  @Override
  public StorageBackend open(StorageOptions options) {
    String place = options.get(PLACE);
    String fault = options.find(FAULT).orElse("none");
    switch (fault) {
      case "key" -> throw new KeyUnavailableException("The key is not there.", null);
      case "store" -> throw new UnreadableStoreException("The place is damaged.", null);
      case "noise" -> System.out.println("place: opening");
      case "unavailable" -> throw new StorageUnavailableException("The place is closed.", null);
      default -> {}
    }
    if (!PLACES.containsKey(place) && !options.get(StorageOptions.CREATE)) {
      throw new StorageConfigurationException("There is no place of this name.");
    }
    return new Place(records(place), fault);
  }

  private static final class Place implements StorageBackend {

    private final NavigableMap<RecordId, StoredRecord> records;
    private final String fault;

    private Place(NavigableMap<RecordId, StoredRecord> records, String fault) {
      this.records = records;
      this.fault = fault;
    }

    @Override
    public Optional<StoredRecord> get(RecordId id) {
      return Optional.ofNullable(records.get(id));
    }

    @Override
    public void apply(List<Change> changes, long now) {
      if (fault.equals("outcome")) {
        throw new OutcomeUnknownException("The line broke.", null);
      }
      for (Change change : changes) {
        if (!change.isAllowed(records.get(change.id()), now)) {
          throw new PreconditionFailedException(changes.indexOf(change));
        }
      }
      changes.forEach(
          change -> records.compute(change.id(), (id, old) -> change.record().orElse(null)));
    }

    @Override
    public RecordPage scan(ScanRequest request) {
      return request.page(records.tailMap(request.from()).values().iterator());
    }

    @Override
    public Set<Guarantee> guarantees() {
      return Set.of(Guarantee.SHARED, Guarantee.DURABLE);
    }

    @Override
    public void close() {}
  }
}
