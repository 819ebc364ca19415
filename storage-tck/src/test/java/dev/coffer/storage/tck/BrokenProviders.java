package dev.coffer.storage.tck;

import static dev.coffer.storage.tck.ProviderCandidate.broken;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.StorageConfigurationException;
import dev.coffer.storage.StorageOptions;
import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Option;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Providers that treat their options or keep their stores badly. */
public final class BrokenProviders {

  private static final String ALL_KEYS = "R-KEY-01 R-KEY-02 R-KEY-03 R-KEY-04 R-KEY-05 R-KEY-06";

  static final List<ProviderCandidate> ALL = List.of(
      broken("fails on what it does not know", Rejects.class, "R-OPT-01 R-OPT-02"),
      broken("reads a number by itself", ReadsItself.class, "R-OPT-02 R-OPT-03"),
      broken("makes what is not there", Makes.class, "R-OPT-04"),
      broken("leaves a file where nothing was", LeavesAFile.class, "R-OPT-04"),
      broken("says that what is not there is unavailable", Unavailable.class, "R-OPT-04"),
      broken(
          "is opened with create alone",
          WantsCreate.class,
          "R-OPT-05 R-KEY-02 R-KEY-03 R-KEY-04 R-KEY-06"),
      broken("begins anew with create", BeginsAnew.class, "R-OPT-05 R-KEY-03 R-KEY-06"),
      broken("does not describe an option", Undescribed.class, "R-OPT-06"),
      broken("has an option of everyone's", Common.class, "R-OPT-06"),
      broken("shows a password in a message", Shows.class, "R-OPT-07"),
      broken("shows a password in toString", ShowsInToString.class, "R-OPT-07"),
      broken("promises less than its backends", Modest.class, "R-OPT-08"),
      broken(
          "says that it seals, and does not",
          SaysItSeals.class,
          "R-OPT-09 R-LOAD-08 R-LOAD-09",
          ALL_KEYS),
      broken("is volatile and durable", VolatileAndDurable.class, "R-OPT-04 R-OPT-10"),
      broken("loses what is written", Loses.class, "R-LOAD-08 R-LOAD-09 R-OPT-05", ALL_KEYS),
      broken("has a place for each key", PlaceForEachKey.class, "R-KEY-03 R-KEY-06"),
      broken("lets several put a keyring", SeveralKeyrings.class, "R-KEY-04 R-KEY-05"));

  private BrokenProviders() {}

  /** One that goes beyond its duty. */
  public static final class Rejects extends MapProvider {
    @Override
    public List<String> problems(StorageOptions options) {
      if (!Set.of("place", "master-key", "create", "size", "password")
          .containsAll(options.names())) {
        throw new IllegalArgumentException("an unknown option");
      }
      return List.of();
    }
  }

  /** One that says that a number is a text. */
  public static final class ReadsItself extends MapProvider {
    @Override
    public List<String> problems(StorageOptions options) {
      options.find(StorageOptions.CREATE);
      boolean isThere = options.names().contains(SIZE.name());
      if (isThere && !options.find(Option.choice("size", "", "", "3")).equals(Optional.of("3"))) {
        throw new NumberFormatException("size");
      }
      return List.of();
    }
  }

  /** One that has no use for create. */
  public static final class Makes extends MapProvider {
    @Override
    NavigableMap<RecordId, StoredRecord> records(String place, boolean create) {
      return super.records(place, true);
    }
  }

  /** One that prepares too early. */
  public static final class LeavesAFile extends MapProvider {
    @Override
    NavigableMap<RecordId, StoredRecord> records(String place, boolean create) {
      try {
        Files.writeString(Path.of(place, "lock"), "");
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      return super.records(place, create);
    }
  }

  /** One that has callers try again. */
  public static final class Unavailable extends MapProvider {
    @Override
    NavigableMap<RecordId, StoredRecord> records(String place, boolean create) {
      try {
        return super.records(place, create);
      } catch (StorageConfigurationException missing) {
        throw new StorageUnavailableException("There is no such place.", missing);
      }
    }
  }

  /** One that takes create for a mode of opening. */
  public static final class WantsCreate extends MapProvider {
    @Override
    NavigableMap<RecordId, StoredRecord> records(String place, boolean create) {
      if (!create) {
        throw new StorageConfigurationException("There is no such place.");
      }
      return super.records(place, true);
    }
  }

  /** One that takes create for an order. */
  public static final class BeginsAnew extends MapProvider {
    @Override
    NavigableMap<RecordId, StoredRecord> records(String place, boolean create) {
      NavigableMap<RecordId, StoredRecord> records = super.records(place, create);
      if (create) {
        synchronized (records) {
          records.clear();
        }
      }
      return records;
    }
  }

  /** One with one option more. */
  private abstract static class WithOption extends MapProvider {
    private final Option<?> more;

    private WithOption(Option<?> more) {
      this.more = more;
    }

    @Override
    public Set<Option<?>> options() {
      Set<Option<?>> options = new LinkedHashSet<>(super.options());
      options.add(more);
      return options;
    }
  }

  /** One that says too little. */
  public static final class Undescribed extends WithOption {
    /** For the catalogue. */
    public Undescribed() {
      super(Option.text("colour", " "));
    }
  }

  /** One that gives a common option another meaning. */
  public static final class Common extends WithOption {
    /** For the catalogue. */
    public Common() {
      super(Option.text("provider", "who made the place"));
    }
  }

  /** One that says what was wrong in full. */
  public static final class Shows extends MapProvider {
    @Override
    public List<String> problems(StorageOptions options) {
      return options.find(PASSWORD).map(wrong -> "The password is not " + wrong + ".").stream()
          .toList();
    }
  }

  /** One whose backends tell all. */
  public static final class ShowsInToString extends MapProvider {
    @Override
    public StorageBackend open(StorageOptions options) {
      return new MapBackend(records(options.get(PLACE), options.get(StorageOptions.CREATE))) {
        @Override
        public String toString() {
          return "MapBackend[" + options.find(PASSWORD) + "]";
        }
      };
    }
  }

  /** One that says too little before. */
  public static final class Modest extends MapProvider {
    @Override
    public Set<Guarantee> guarantees() {
      return Set.of(Guarantee.DURABLE);
    }
  }

  /** One that takes a sealer of others for its own. */
  public static final class SaysItSeals extends MapProvider {
    @Override
    public Set<Guarantee> guarantees() {
      return EnumSet.allOf(Guarantee.class);
    }
  }

  /** One that does without keys. */
  public static final class VolatileAndDurable extends MapProvider {
    @Override
    public boolean isVolatile() {
      return true;
    }
  }

  /** One that keeps keyrings alone. */
  public static final class Loses extends MapProvider {
    @Override
    StorageBackend over(NavigableMap<RecordId, StoredRecord> records) {
      return new MapBackend(records) {
        @Override
        void make(Change change) {
          if (change.id().startsWith(RecordId.SYSTEM)) {
            super.make(change);
          }
        }
      };
    }
  }

  /** One that takes another key for another tenant. */
  public static final class PlaceForEachKey extends MapProvider {
    @Override
    public StorageBackend open(StorageOptions options) {
      String key = options.find(FileKeySealerProvider.MASTER_KEY).orElse("");
      boolean create = options.get(StorageOptions.CREATE);
      return over(records(options.get(PLACE) + key, create));
    }
  }

  /** One whose backends remember that there was no keyring. */
  public static final class SeveralKeyrings extends MapProvider {
    private static final Exchanger<String> MEETING = new Exchanger<>();

    @Override
    StorageBackend over(NavigableMap<RecordId, StoredRecord> records) {
      boolean isNew = new MapBackend(records).get(RecordId.KEYRING).isEmpty();
      if (isNew) {
        meet();
      }
      return new MapBackend(records) {
        @Override
        public Optional<StoredRecord> get(RecordId id) {
          return isNew && id.equals(RecordId.KEYRING) ? Optional.empty() : super.get(id);
        }

        @Override
        boolean isAllowed(Change change, long now) {
          return change.id().equals(RecordId.KEYRING) || super.isAllowed(change, now);
        }
      };
    }

    /** Gives another one the time to see nothing, too. */
    private static void meet() {
      try {
        MEETING.exchange("", 50, TimeUnit.MILLISECONDS);
      } catch (TimeoutException alone) {
        return;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
