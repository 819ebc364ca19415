package dev.coffer.storage.file;

import dev.coffer.storage.UnreadableStoreException;
import dev.coffer.storage.spi.RecordId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Copies the records of a log into a draft, sealed as they are, while the log is written on: first
 * what is there, then again and again what has come.
 */
final class LogCopy {

  private static final RecordId FIRST = RecordId.of(new byte[0]);

  private final OpenLog source;
  private final DraftLog draft;
  private final Progress progress;

  /** Where in the source the frames begin that are not copied yet. */
  private long copied;

  private LogCopy(OpenLog source, DraftLog draft, Progress progress) {
    this.source = source;
    this.draft = draft;
    this.progress = progress;
    // Before the records are asked for: what comes between the two is copied twice, in order.
    this.copied = source.end();
  }

  /** Copies all records that are there now. */
  static LogCopy of(OpenLog source, DraftLog draft, Progress progress) throws IOException {
    LogCopy copy = new LogCopy(source, draft, progress);
    copy.copyRecords(source.index());
    return copy;
  }

  private void copyRecords(Index.Snapshot records) throws IOException {
    long[] done = {0};
    try {
      // In the order of ids: what is listed together comes to lie together.
      records.forEach(FIRST, (id, place) -> {
        copy(id, place);
        progress.at(++done[0], records.count());
        return true;
      });
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
  }

  private void copy(byte[] id, long place) {
    byte[] put = new byte[Place.length(place)];
    try {
      source.file().read(Place.offset(place), put);
      ByteBuffer in = ByteBuffer.wrap(put);
      if (ChangeBytes.end(in, 0) != put.length
          || !ByteBuffer.wrap(ChangeBytes.id(in, 0)).equals(ByteBuffer.wrap(id))) {
        throw new UnreadableStoreException(
            "The log " + source.file().path() + " has been damaged since it was opened, at offset "
                + Place.offset(place) + ". It was left as it is.",
            null);
      }
      draft.add(put);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** How many bytes have come that are not copied yet. */
  long behind() {
    return source.end() - copied;
  }

  /** Copies the batches that have come, up to the end that the source has now. */
  void catchUp() throws IOException {
    long end = source.end();
    LogInput in = new LogInput(source.file());
    while (copied < end) {
      Frame frame = Frame.read(in, copied)
          .filter(Frame::isBodySound)
          .orElseThrow(() -> new IOException("The log was cut while it was copied."));
      if (frame.batch().isPresent()) {
        draft.addBatch(frame.body());
      }
      copied += frame.length();
    }
  }
}
