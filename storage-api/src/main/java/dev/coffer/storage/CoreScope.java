package dev.coffer.storage;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * A scope of an open storage: checks names and limits, seals, and turns what the backend says into
 * the contract's answers.
 */
class CoreScope implements StorageScope {

  /** A time at which nothing has expired, for changes that are judged by the version alone. */
  private static final long BEFORE_ALL_EXPIRY = Long.MIN_VALUE;

  /** How long, in milliseconds, a write may take without another look at its key. */
  private static final long LONG_WRITE = 1_000;

  private final StorageCore core;
  private final ScopeId id;

  CoreScope(StorageCore core, ScopeId id) {
    this.core = core;
    this.id = id;
  }

  @Override
  public final List<String> path() {
    return id.path();
  }

  @Override
  public final StorageScope scoped(String... segments) {
    return core.call(open -> {
      ScopeId below = id;
      for (String segment : segments) {
        below = below.child(Objects.requireNonNull(segment, "segment"));
      }
      return new CoreScope(core, below);
    });
  }

  @Override
  public final Optional<Entry> read(String key) {
    Limits.requireKey(key);
    return core.call(
        open -> open.backend().get(id.entry(key)).flatMap(record -> opened(open, record, key)));
  }

  private Optional<Entry> opened(StorageCore open, StoredRecord record, String key) {
    // The name is opened first, of an expired record too: what was edited to look expired must not
    // look absent.
    EntryInfo info = open.codec().openInfo(record);
    if (!info.key().equals(key) || !info.path().equals(id.path())) {
      throw open.codec().unreadable(record, "it lies where another entry belongs", null);
    }
    if (record.isExpiredAt(open.now())) {
      return Optional.empty();
    }
    return Optional.of(open.codec().openValue(record, info));
  }

  @Override
  public final Version write(String key, Secret value, WriteOption... options) {
    return apply(List.of(Batch.Step.write(key, value, options)));
  }

  @Override
  public final void delete(String key) {
    apply(List.of(Batch.Step.delete(key, Expectation.ANY)));
  }

  @Override
  public final void delete(String key, Version version) {
    apply(List.of(Batch.Step.delete(key, Expectation.version(version))));
  }

  @Override
  public final Version apply(Batch batch) {
    return apply(batch.steps());
  }

  private Version apply(List<Batch.Step> steps) {
    return core.call(open -> {
      long begun = open.now();
      Version version = open.newVersion();
      List<Change> changes = new ArrayList<>();
      for (Batch.Step step : steps) {
        changes.add(change(open, step, version));
      }
      if (!changes.isEmpty()) {
        apply(open, changes, open.now(), version, index -> steps.get(index).key());
        requireStillOpening(open, changes, begun);
      }
      return version;
    });
  }

  /**
   * Who closes a key waits for writes that may be under way with it, but for longer ones than
   * these; and then counts the records that have it. So one that took longer looks whether the key
   * was closed meanwhile: either it sees that, or the other one its record.
   */
  static void requireStillOpening(StorageCore open, List<Change> changes, long begun) {
    if (open.now() - begun <= LONG_WRITE) {
      return;
    }
    Set<Integer> seen = new HashSet<>();
    for (Change change : changes) {
      Optional<StoredRecord> record = change.record().filter(it -> seen.add(it.epoch()));
      if (record.isPresent() && !stillOpens(open, record.get())) {
        throw new StorageUnavailableException(
            "The write took so long that its key, of epoch "
                + Integer.toUnsignedString(record.get().epoch())
                + ", was closed meanwhile: what it wrote cannot be read. Write it again.",
            null,
            record.get().version());
      }
    }
  }

  private static boolean stillOpens(StorageCore open, StoredRecord record) {
    try {
      return open.codec().stillOpens(record.epoch());
    } catch (StorageException unknown) {
      throw new StorageUnavailableException(
          "The write took so long that its key may have been closed meanwhile, and it cannot be"
              + " seen whether it was.",
          unknown,
          record.version());
    }
  }

  private Change change(StorageCore open, Batch.Step step, Version version) {
    return step.value()
        .map(value -> Change.put(
            open.codec().seal(id, step.key(), value, version, step.expiresAt()),
            step.expectation()))
        .orElseGet(() -> Change.remove(id.entry(step.key()), step.expectation()));
  }

  private static void apply(
      StorageCore open,
      List<Change> changes,
      long now,
      Version version,
      IntFunction<String> keyAt) {
    try {
      open.backend().apply(changes, now);
    } catch (PreconditionFailedException refused) {
      throw new ConflictException(keyAt.apply(refused.index()));
    } catch (OutcomeUnknownException unknown) {
      throw new StorageUnavailableException(
          unknown.getMessage() + " It is unknown whether anything was changed.",
          unknown.getCause(),
          version);
    }
  }

  @Override
  public final Page<EntryInfo> list(ListOption... options) {
    ListOption.Terms terms = ListOption.Terms.of(options);
    return core.call(open -> new Listing(open, id).entries(terms));
  }

  @Override
  public final Page<Entry> readAll(ListOption... options) {
    ListOption.Terms terms = ListOption.Terms.of(options);
    return core.call(open -> new Listing(open, id).entriesWithValues(terms));
  }

  @Override
  public final Page<List<String>> childScopes(ListOption... options) {
    ListOption.Terms terms = ListOption.Terms.of(options);
    if (terms.recursive()) {
      throw new IllegalArgumentException("childScopes lists one level: leave recursive out.");
    }
    return core.call(open -> new Listing(open, id).childScopes(terms));
  }

  @Override
  public final long count() {
    return core.call(open -> open.backend().countByEpoch(id.subtree()).values().stream()
        .mapToLong(Long::longValue)
        .sum());
  }

  @Override
  public final void discard(UnreadableEntry entry) {
    StoredRecord found = entry.record();
    if (!found.id().startsWith(id.subtree())) {
      throw new IllegalArgumentException("The entry does not lie in this scope or below.");
    }
    core.call(open -> {
      Optional<StoredRecord> current = open.backend().get(found.id());
      if (current.isPresent()) {
        String key = entry.key().orElse("");
        if (!current.get().withoutValue().equals(found)) {
          throw new ConflictException(key);
        }
        Expectation unchanged = found.isExpiredAt(BEFORE_ALL_EXPIRY)
            ? Expectation.ABSENT
            : Expectation.version(found.version());
        Change removal = Change.remove(found.id(), unchanged);
        apply(open, List.of(removal), BEFORE_ALL_EXPIRY, open.newVersion(), index -> key);
      }
      return current;
    });
  }

  @Override
  public final void clear() {
    core.call(open -> {
      open.backend().removePrefix(id.subtree());
      return id;
    });
  }

  /** Names may be personal, and stay out of logs. */
  @Override
  public String toString() {
    return "StorageScope[depth " + id.path().size() + "]";
  }
}
