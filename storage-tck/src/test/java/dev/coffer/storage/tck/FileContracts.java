package dev.coffer.storage.tck;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/**
 * The kit for backends in files, which another JVM can open: one that is correct, and some that are
 * not. They are run by {@link ChildProcessTest}, and not by the build itself.
 */
final class FileContracts {

  private FileContracts() {}

  private abstract static class InFile extends StorageBackendContract {

    abstract FileBackend over(Path directory);

    @Override
    protected StorageBackend open(Place place) {
      return over(place.directory());
    }

    @Override
    protected Set<Guarantee> guarantees() {
      return EnumSet.of(Guarantee.DURABLE, Guarantee.SHARED);
    }
  }

  static final class Correct extends InFile {
    @Override
    FileBackend over(Path directory) {
      return new FileBackend(directory);
    }
  }

  /** Has all in memory until it is closed. */
  static final class WritesBehind extends InFile {
    @Override
    FileBackend over(Path directory) {
      return new FileBackend(directory) {
        private final NavigableMap<RecordId, StoredRecord> copy = super.records();

        @Override
        NavigableMap<RecordId, StoredRecord> records() {
          return copy;
        }

        @Override
        void make(List<Change> changes, NavigableMap<RecordId, StoredRecord> records) {
          changes.forEach(change -> change
              .record()
              .ifPresentOrElse(
                  put -> records.put(put.id(), put), () -> records.remove(change.id())));
        }

        @Override
        public void close() {
          write(copy);
        }
      };
    }
  }

  /** Locks out nobody, not even itself. */
  static final class LocksNobody extends InFile {
    @Override
    FileBackend over(Path directory) {
      return new FileBackend(directory) {
        @Override
        public void apply(List<Change> changes, long now) {
          applyLocked(changes, now);
        }
      };
    }
  }

  /** Overwrites the file, which is lost if there is no room. */
  static final class Overwrites extends InFile {
    @Override
    FileBackend over(Path directory) {
      return new FileBackend(directory) {
        @Override
        void write(byte[] content) throws IOException {
          writeTo(file(), content);
        }
      };
    }
  }

  /** Prints, and then fails with what it was told by a property. */
  static final class Fails extends InFile {
    static final String TOLD = "coffer.test.told";

    @Override
    FileBackend over(Path directory) {
      System.out.println("This must not get onto the wire.");
      throw new IllegalStateException("told " + System.getProperty(TOLD));
    }

    @Override
    protected Map<String, String> childProperties() {
      return Map.of(TOLD, "two\nlines, and \u20ac");
    }
  }

  /** Cannot be made by name alone. */
  static final class NeedsMore extends InFile {
    private final String more;

    NeedsMore(String more) {
      this.more = more;
    }

    @Override
    FileBackend over(Path directory) {
      return new FileBackend(directory.resolve(more));
    }
  }
}
