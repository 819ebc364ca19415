package dev.coffer.storage;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.ForwardingBackend;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A backend whose unexpected exceptions are made into those of the contract: unavailable, or for
 * changes outcome unknown.
 */
final class GuardedBackend extends ForwardingBackend {

  GuardedBackend(StorageBackend delegate) {
    super(delegate);
  }

  @Override
  public Optional<StoredRecord> get(RecordId id) {
    return guarded(() -> delegate().get(id));
  }

  @Override
  public void apply(List<Change> changes, long now) {
    try {
      delegate().apply(changes, now);
    } catch (StorageException | OutcomeUnknownException known) {
      throw known;
    } catch (PreconditionFailedException refused) {
      if (refused.index() < 0 || refused.index() >= changes.size()) {
        throw unknown(refused);
      }
      throw refused;
    } catch (Exception unknown) { // Checked ones come too, from languages that know no difference.
      throw unknown(unknown);
    }
  }

  private static OutcomeUnknownException unknown(Exception failure) {
    return new OutcomeUnknownException(
        "The backend failed with " + failure.getClass().getName() + " in the middle of a change.",
        Failures.redacted(failure));
  }

  @Override
  public RecordPage scan(ScanRequest request) {
    return guarded(() -> {
      RecordPage page = delegate().scan(request);
      request.following(page); // Refuses a page with which a walk would go round in circles.
      return page;
    });
  }

  @Override
  public void removePrefix(RecordId prefix) {
    guarded(() -> {
      delegate().removePrefix(prefix);
      return prefix;
    });
  }

  @Override
  public int removeExpired(RecordId prefix, long now, int limit) {
    return guarded(() -> delegate().removeExpired(prefix, now, limit));
  }

  @Override
  public Map<Integer, Long> countByEpoch(RecordId prefix) {
    return guarded(() -> delegate().countByEpoch(prefix));
  }

  @Override
  public Set<Guarantee> guarantees() {
    return guarded(() -> Set.copyOf(delegate().guarantees()));
  }

  @Override
  public Optional<byte[]> storeId() {
    return guarded(() -> delegate().storeId());
  }

  @Override
  public Optional<RecordSealer> sealer() {
    return guarded(() -> delegate().sealer());
  }

  @Override
  public void close() {
    guarded(() -> {
      delegate().close();
      return this;
    });
  }

  private static <T> T guarded(Supplier<T> call) {
    try {
      return call.get();
    } catch (StorageException known) {
      throw known;
    } catch (Exception unknown) {
      throw new StorageUnavailableException(
          "The backend failed with " + unknown.getClass().getName() + ".",
          Failures.redacted(unknown));
    }
  }
}
