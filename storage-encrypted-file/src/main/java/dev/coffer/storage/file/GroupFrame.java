package dev.coffer.storage.file;

import dev.coffer.storage.StorageUnavailableException;
import dev.coffer.storage.spi.Change;
import dev.coffer.storage.spi.Expectation;
import dev.coffer.storage.spi.OutcomeUnknownException;
import dev.coffer.storage.spi.PreconditionFailedException;
import dev.coffer.storage.spi.RecordId;
import dev.coffer.storage.spi.StoredRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The frame of a group of commits. Each is judged on what is there after those before it in the
 * group, and one that is refused refuses itself alone.
 */
final class GroupFrame {

  private final LogRecords records;

  /** What the group has made of records so far; empty for one that it removed. */
  private final Map<RecordId, Optional<StoredRecord>> changed = new HashMap<>();

  private final List<byte[]> bodies = new ArrayList<>();
  private final Map<Commit, Integer> refused = new HashMap<>();

  private GroupFrame(LogRecords records) {
    this.records = records;
  }

  static GroupFrame of(List<Commit> group, LogRecords records) throws IOException {
    GroupFrame frame = new GroupFrame(records);
    for (Commit commit : group) {
      frame.add(commit, group.size() > 1);
    }
    return frame;
  }

  private void add(Commit commit, boolean inCompany) throws IOException {
    List<Change> effective = new ArrayList<>();
    for (int i = 0; i < commit.changes().size(); i++) {
      Change change = commit.changes().get(i);
      boolean isPut = change.record().isPresent();
      boolean isThere = isPut || isThere(change.id());
      boolean isJudged = change.expectation().kind() != Expectation.Kind.ANY;
      if (isJudged && !change.isAllowed(current(change.id()), commit.now())) {
        refused.put(commit, i);
        return;
      }
      // A removal of what is not there is not written.
      if (isThere) {
        effective.add(change);
      }
    }
    if (inCompany) {
      effective.forEach(change -> changed.put(change.id(), change.record()));
    }
    if (!effective.isEmpty()) {
      boolean isWhole = effective.size() == commit.changes().size();
      bodies.add(isWhole ? commit.body() : Batch.encode(effective));
    }
  }

  private boolean isThere(RecordId id) {
    Optional<StoredRecord> inGroup = changed.get(id);
    return inGroup != null ? inGroup.isPresent() : records.has(id);
  }

  private @Nullable StoredRecord current(RecordId id) throws IOException {
    Optional<StoredRecord> inGroup = changed.get(id);
    return (inGroup != null ? inGroup : records.getWithoutValue(id)).orElse(null);
  }

  /** Whether there is nothing to write. */
  boolean isEmpty() {
    return bodies.isEmpty();
  }

  /** The bodies of all commits in one. */
  byte[] body() {
    if (bodies.size() == 1) {
      return bodies.get(0);
    }
    int length = Integer.BYTES;
    int count = 0;
    for (byte[] body : bodies) {
      length += body.length - Integer.BYTES;
      count += ByteBuffer.wrap(body).getInt();
    }
    ByteBuffer joined = ByteBuffer.allocate(length).putInt(count);
    bodies.forEach(body -> joined.put(body, Integer.BYTES, body.length - Integer.BYTES));
    return joined.array();
  }

  /** Tells the group what has come of it, now that the frame is on disk. */
  void succeed(List<Commit> group) {
    for (Commit commit : group) {
      Integer index = refused.get(commit);
      if (index == null) {
        commit.succeed();
      } else {
        commit.fail(() -> new PreconditionFailedException(index));
      }
    }
  }

  /** Tells the group that nobody knows whether the frame is on disk. */
  void failUnknown(List<Commit> group, OutcomeUnknownException unknown) {
    String message = String.valueOf(unknown.getMessage());
    for (Commit commit : group) {
      commit.fail(() -> refused.containsKey(commit)
          ? new StorageUnavailableException(message + " Nothing was changed.", unknown.getCause())
          : new OutcomeUnknownException(message, unknown.getCause()));
    }
  }
}
