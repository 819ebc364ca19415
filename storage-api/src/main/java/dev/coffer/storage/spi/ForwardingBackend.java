package dev.coffer.storage.spi;

import dev.coffer.storage.Guarantee;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A backend that hands every call on to another one: the base of decorators that count, trace,
 * cache or fail.
 */
public abstract class ForwardingBackend implements StorageBackend {

  private final StorageBackend delegate;

  /** Over the backend that does the work. */
  protected ForwardingBackend(StorageBackend delegate) {
    this.delegate = Objects.requireNonNull(delegate, "delegate");
  }

  /** The backend that does the work. */
  protected final StorageBackend delegate() {
    return delegate;
  }

  @Override
  public Optional<StoredRecord> get(RecordId id) {
    return delegate.get(id);
  }

  @Override
  public void apply(List<Change> changes, long now) {
    delegate.apply(changes, now);
  }

  @Override
  public RecordPage scan(ScanRequest request) {
    return delegate.scan(request);
  }

  @Override
  public Set<Guarantee> guarantees() {
    return delegate.guarantees();
  }

  @Override
  public void close() {
    delegate.close();
  }

  @Override
  public void removePrefix(RecordId prefix) {
    delegate.removePrefix(prefix);
  }

  @Override
  public int removeExpired(RecordId prefix, long now, int limit) {
    return delegate.removeExpired(prefix, now, limit);
  }

  @Override
  public Map<Integer, Long> countByEpoch(RecordId prefix) {
    return delegate.countByEpoch(prefix);
  }

  @Override
  public Optional<byte[]> storeId() {
    return delegate.storeId();
  }

  @Override
  public Optional<RecordSealer> sealer() {
    return delegate.sealer();
  }
}
