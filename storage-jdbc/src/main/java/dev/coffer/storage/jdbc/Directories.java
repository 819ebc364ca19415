package dev.coffer.storage.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/** Directories, whose entries outlive a power cut only if they are forced to disk like any file. */
final class Directories {

  private Directories() {}

  /**
   * Forces the directory of {@code file}, and those above it as far as they may be opened: a new
   * file's directories may be new as well. Only POSIX systems open directories as files; others
   * keep their entries in a journal.
   */
  static void force(Path file) throws SQLException {
    if (!file.getFileSystem().getSeparator().equals("/")) {
      return;
    }
    for (Path directory = file.toAbsolutePath().getParent();
        directory != null && Files.isReadable(directory);
        directory = directory.getParent()) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (IOException failure) {
        throw new SQLException("A directory could not be synced.", failure);
      }
    }
  }
}
