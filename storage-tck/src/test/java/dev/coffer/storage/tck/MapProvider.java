package dev.coffer.storage.tck;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StorageProvider;
import dev.coffer.storage.spi.StoredRecord;
import java.util.EnumSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A correct provider of maps that outlive their backends, each at a place of its own: as far as one
 * process can tell, they are durable and shared.
 */
public class MapProvider implements StorageProvider {

  static final Option<String> PLACE =
      Option.text("place", "the folder of the place").required();
  static final Option<Integer> SIZE =
      Option.integer("size", "how large the place is", 1, 9).withDefault(3);
  static final Option<String> PASSWORD =
      Option.text("password", "what opens the place").secret();

  private static final Map<String, NavigableMap<RecordId, StoredRecord>> PLACES =
      new ConcurrentHashMap<>();

  /** For {@link java.util.ServiceLoader}. */
  public MapProvider() {}

  @Override
  public String id() {
    return "map";
  }

  @Override
  public Set<Option<?>> options() {
    return Set.of(PLACE, SIZE, PASSWORD);
  }

  @Override
  public Set<Guarantee> guarantees() {
    return EnumSet.of(Guarantee.DURABLE, Guarantee.SHARED);
  }

  @Override
  public StorageBackend open(StorageOptions options) {
    return over(records(options.get(PLACE), options.get(StorageOptions.CREATE)));
  }

  NavigableMap<RecordId, StoredRecord> records(String place, boolean create) {
    NavigableMap<RecordId, StoredRecord> records =
        create ? PLACES.computeIfAbsent(place, unused -> new TreeMap<>()) : PLACES.get(place);
    if (records == null) {
      throw new StorageConfigurationException("There is no such place.");
    }
    return records;
  }

  StorageBackend over(NavigableMap<RecordId, StoredRecord> records) {
    return new MapBackend(records);
  }
}
