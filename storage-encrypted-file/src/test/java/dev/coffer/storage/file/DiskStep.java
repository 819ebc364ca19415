package dev.coffer.storage.file;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** One thing that was asked of a {@link RecordingDisk}; files go by numbers, names by paths. */
sealed interface DiskStep {

  /** A file that is new, and has no bytes. */
  record Made(int file, Path name) implements DiskStep {}

  record Wrote(int file, long position, ByteBuffer bytes) implements DiskStep {}

  record Cut(int file, long length) implements DiskStep {}

  /** All that was written to the file is on disk. */
  record Synced(int file) implements DiskStep {}

  /** What was written to the file may be on disk, and may never be, later syncs or not. */
  record SyncFailed(int file) implements DiskStep {}

  /** A file has got another name; whatever had that name has lost it. */
  record Named(int file, Path name) implements DiskStep {}

  /** A file has got the name of another instead of its own, at one stroke. */
  record Renamed(int file, Path from, Path to) implements DiskStep {}

  record Unnamed(Path name) implements DiskStep {}

  /** All names are on disk as they are. */
  record NamesSynced() implements DiskStep {}

  /** A writer was told that so many of its writes are done. */
  record Acknowledged(int writer, int writes) implements DiskStep {}
}
