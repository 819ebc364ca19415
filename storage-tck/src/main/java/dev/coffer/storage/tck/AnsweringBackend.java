package dev.coffer.storage.tck;

import dev.coffer.storage.Guarantee;
import dev.coffer.storage.spi.ForwardingBackend;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.RecordSealer;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A backend that must answer: null, which no method may return, is named and not just met, and a
 * scan that stands still does not hold up whoever follows it.
 */
final class AnsweringBackend extends ForwardingBackend {

  private volatile boolean closed;

  AnsweringBackend(StorageBackend delegate) {
    super(delegate);
  }

  @Override
  public Optional<StoredRecord> get(RecordId id) {
    return answer(super.get(id), "get");
  }

  @Override
  public RecordPage scan(ScanRequest request) {
    RecordPage page = answer(super.scan(request), "scan");
    if (page.next().isPresent() && page.next().equals(request.after())) {
      throw new AssertionError("expected a scan that goes on, seen its cursor again");
    }
    return page;
  }

  @Override
  public Set<Guarantee> guarantees() {
    return answer(super.guarantees(), "guarantees");
  }

  @Override
  public Optional<byte[]> storeId() {
    return answer(super.storeId(), "storeId");
  }

  @Override
  public Optional<RecordSealer> sealer() {
    return answer(super.sealer(), "sealer");
  }

  @Override
  public void close() {
    closed = true;
    super.close();
  }

  /** Whether both hand their calls on to one backend. */
  boolean isOver(AnsweringBackend other) {
    return delegate() == other.delegate();
  }

  /** Whether the rule has closed it. */
  boolean isClosed() {
    return closed;
  }

  /** What the backend says of itself. */
  @Override
  public String toString() {
    return delegate().toString();
  }

  private static <T> T answer(@Nullable T answer, String method) {
    if (answer == null) {
      throw new AssertionError("expected an answer from " + method + ", seen null");
    }
    return answer;
  }
}
