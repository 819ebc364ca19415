package dev.coffer.storage;

import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The writing side of a copy: seals entries with the target's keys, under the versions that they
 * have, and writes many at once. Nothing is written over that was not seen before.
 *
 * <p>Not thread-safe.
 */
final class CopyTarget {

  /** A batch has values of about so many bytes at most, as that of an application has. */
  private static final int BATCH_BYTES = 1 << 20;

  /** So often one batch is tried. */
  private static final int ATTEMPTS = 3;

  private static final String EDITED = "what the target of the copy keeps of it was edited by hand,"
      + " into what no write with a condition replaces; delete it in the target, and resume the"
      + " copy";

  private final StorageCore core;
  private final boolean looks;
  private final boolean writes;

  private long copied;
  private long replaced;
  private long same;
  private boolean onlyNew;

  private CopyTarget(StorageCore core, boolean looks, boolean writes) {
    this.core = core;
    this.looks = looks;
    this.writes = writes;
  }

  /** With a look at what is there before anything is written, for a target that is not empty. */
  CopyTarget(StorageCore core, boolean looks) {
    this(core, looks, true);
  }

  /** The same, which counts and writes nothing. */
  static CopyTarget dry(StorageCore core, boolean looks) {
    return new CopyTarget(core, looks, false);
  }

  /** Writes what the target lacks of these. */
  void take(List<Entry> entries) {
    List<Entry> batch = new ArrayList<>();
    int bytes = 0;
    for (Entry entry : entries) {
      if (batch.size() == Change.MAX_CHANGES || bytes + entry.value().length() > BATCH_BYTES) {
        write(batch);
        batch.clear();
        bytes = 0;
      }
      batch.add(entry);
      bytes += entry.value().length();
    }
    write(batch);
  }

  /**
   * Without a look where all before it was new, as is the rest of a copy that was ended early.
   * Where another look shows the same that was refused, somebody writes without end.
   */
  private void write(List<Entry> batch) {
    if (batch.isEmpty()) {
      return;
    }
    boolean looksFirst = looks && !(writes && onlyNew);
    for (int attempt = 0; attempt < (looks ? ATTEMPTS : 1); attempt++) {
      if (isWritten(batch, looksFirst)) {
        return;
      }
      looksFirst = looks;
    }
    throw new ConflictException(
        "",
        "Somebody else writes to the target of the copy. What was copied so far is there: see that"
            + " nobody writes, and resume the copy.");
  }

  private boolean isWritten(List<Entry> batch, boolean looksFirst) {
    return core.call(open -> new Writing(open, looksFirst).write(batch));
  }

  /** One batch; its counts hold once it is written. */
  private final class Writing {

    private final StorageCore open;
    private final boolean looks;
    private final long begun;
    private final List<Planned> planned = new ArrayList<>();
    private long copiedNow;
    private long replacedNow;
    private long sameNow;

    Writing(StorageCore open, boolean looks) {
      this.open = open;
      this.looks = looks;
      this.begun = open.now();
    }

    boolean write(List<Entry> batch) {
      batch.forEach(this::add);
      if (!planned.isEmpty() && writes && !apply()) {
        return false;
      }
      copied += copiedNow;
      replaced += replacedNow;
      same += sameNow;
      onlyNew = replacedNow + sameNow == 0;
      return true;
    }

    private void add(Entry entry) {
      ScopeId scope = open.codec().rootScope();
      for (String segment : entry.path()) {
        scope = scope.child(segment);
      }
      Optional<StoredRecord> there = looks
          ? open.backend().get(scope.entry(entry.key())).filter(it -> !it.isExpiredAt(open.now()))
          : Optional.empty();
      if (there.isPresent() && isSame(there.get(), entry)) {
        sameNow++;
        return;
      }
      StoredRecord record =
          open.codec().seal(scope, entry.key(), entry.value(), entry.version(), millis(entry));
      Expectation seen =
          there.map(it -> Expectation.version(it.version())).orElse(Expectation.ABSENT);
      planned.add(new Planned(entry, there, Change.put(record, seen)));
      if (there.isPresent()) {
        replacedNow++;
      } else {
        copiedNow++;
      }
    }

    /** Not so if it does not open. */
    private boolean isSame(StoredRecord record, Entry entry) {
      if (!record.version().equals(entry.version())) {
        return false;
      }
      try {
        Entry there = open.codec().openValue(record, open.codec().openInfo(record));
        boolean same = there.equals(entry);
        there.value().destroy();
        return same;
      } catch (UnreadableEntryException damaged) {
        return false;
      }
    }

    private boolean apply() {
      List<Change> changes = planned.stream().map(Planned::change).collect(Collectors.toList());
      try {
        open.backend().apply(changes, open.now());
      } catch (PreconditionFailedException refused) {
        requireWritten(planned.get(refused.index()));
        return false;
      } catch (OutcomeUnknownException unknown) {
        throw new StorageUnavailableException(
            "It is not known whether the last entries were copied. Nothing is lost either way:"
                + " resume the copy.",
            unknown.getCause());
      }
      CoreScope.requireStillOpening(open, changes, begun);
      return true;
    }

    /**
     * That somebody wrote what was refused. If it is as it was seen, and does not open, nobody did:
     * a backend gives a record that cannot be Coffer's with a version that it does not have.
     */
    private void requireWritten(Planned refused) {
      Optional<StoredRecord> seen = refused.there();
      if (seen.isEmpty() || !open.backend().get(seen.get().id()).equals(seen)) {
        return;
      }
      try {
        open.codec().openInfo(seen.get());
      } catch (UnreadableEntryException edited) {
        throw new UnreadableEntryException(new UnreadableEntry(
            seen.get(), EDITED, refused.entry().path(), refused.entry().key()));
      }
    }
  }

  /** An entry, what was there, and the change that puts it in its place. */
  private record Planned(Entry entry, Optional<StoredRecord> there, Change change) {}

  static long millis(Entry entry) {
    return entry.expiresAt().map(Instant::toEpochMilli).orElse(StoredRecord.NEVER);
  }

  long copied() {
    return copied;
  }

  long replaced() {
    return replaced;
  }

  long same() {
    return same;
  }
}
