package dev.coffer.storage.crypto;

import dev.coffer.storage.memory.MemoryBackend;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.ForwardingBackend;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.RecordPage;
import dev.coffer.storage.spi.ScanRequest;
import dev.coffer.storage.spi.StorageBackend;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A backend that remembers every change, and lets a test step in at the worst moment. */
final class TestBackend extends ForwardingBackend {

  /** Every change that was attempted, refused ones too. */
  final List<Change> changes = Collections.synchronizedList(new ArrayList<>());

  private final Queue<Runnable> beforeApply = new ArrayDeque<>();
  private final Queue<Runnable> beforeScan = new ArrayDeque<>();
  private byte @Nullable [] storeId;
  private @Nullable RuntimeException failure;

  TestBackend() {
    super(new MemoryBackend());
  }

  TestBackend(StorageBackend shared) {
    super(shared);
  }

  /** Has a store id of its own. */
  TestBackend withStoreId(byte[] id) {
    storeId = id;
    return this;
  }

  /** Runs {@code step} once, before the first change. */
  void beforeApply(Runnable step) {
    beforeApply.add(step);
  }

  /** Runs {@code step} once, before the first scan. */
  void beforeScan(Runnable step) {
    beforeScan.add(step);
  }

  /** Makes changes, and then throws all the same. */
  TestBackend failingAfterApply(RuntimeException failure) {
    this.failure = failure;
    return this;
  }

  @Override
  public void apply(List<Change> batch, long now) {
    changes.addAll(batch);
    run(beforeApply);
    super.apply(batch, now);
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public RecordPage scan(ScanRequest request) {
    run(beforeScan);
    return super.scan(request);
  }

  @Override
  public Optional<byte[]> storeId() {
    return Optional.ofNullable(storeId).map(byte[]::clone);
  }

  /** Puts a record behind the provider's back, unremembered. */
  void plant(StoredRecord record) {
    delegate().apply(List.of(Change.put(record, Expectation.ANY)), 0);
  }

  /** Removes a record behind the provider's back, unremembered. */
  void uproot(RecordId id) {
    delegate().apply(List.of(Change.remove(id, Expectation.ANY)), 0);
  }

  private static void run(Queue<Runnable> steps) {
    while (!steps.isEmpty()) {
      steps.remove().run();
    }
  }
}
