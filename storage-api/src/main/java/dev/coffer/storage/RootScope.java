package dev.coffer.storage;

import dev.coffer.storage.spi.RecordId;
import java.util.Set;

/** The root of an open storage, which owns its parts. */
final class RootScope extends CoreScope implements SecureStorage {

  private final StorageCore core;
  private final Set<Guarantee> guarantees;

  RootScope(StorageCore core, Set<Guarantee> guarantees) {
    super(core, core.codec().rootScope());
    this.core = core;
    this.guarantees = Set.copyOf(guarantees);
  }

  /** The open storage behind it. */
  StorageCore core() {
    return core;
  }

  @Override
  public Set<Guarantee> guarantees() {
    return core.call(open -> guarantees);
  }

  @Override
  public int purgeExpired(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "A purge has a limit of 1 or more, this one " + limit + ".");
    }
    return core.call(open -> open.backend().removeExpired(RecordId.ENTRIES, open.now(), limit));
  }

  @Override
  public void close() {
    core.close();
  }

  @Override
  public String toString() {
    return "SecureStorage" + guarantees;
  }
}
