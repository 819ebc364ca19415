package dev.coffer.storage.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where new logs are written before they get their name: files beside it that nobody else uses. */
final class Drafts {

  private static final String SUFFIX = ".new";
  private static final int ID_LENGTH = 16;

  private Drafts() {}

  /** A name for a draft of the log at {@code log}, never given before. */
  static Path newBeside(Path log, SecureRandom random) {
    byte[] id = new byte[ID_LENGTH];
    random.nextBytes(id);
    return log.resolveSibling(log.getFileName() + "." + HexFormat.of().formatHex(id) + SUFFIX);
  }

  /** The drafts that lie beside a log. */
  static List<Path> beside(Path log) throws IOException {
    Pattern drafts = Pattern.compile(Pattern.quote(log.getFileName() + ".") + "[0-9a-f]{"
        + 2 * ID_LENGTH + "}" + Pattern.quote(SUFFIX));
    try (Stream<Path> beside = Files.list(LocalDisk.directoryOf(log))) {
      return beside
          .filter(each -> drafts.matcher(each.getFileName().toString()).matches())
          .toList();
    }
  }

  /**
   * Finishes what one that died left behind between giving a new log its name and taking the
   * draft's: the file has both. The caller holds the log's lock, so that nobody is at it.
   */
  static void removeNamesOf(Path log) throws IOException {
    for (Path draft : beside(log)) {
      if (!Files.isSymbolicLink(draft) && Files.isSameFile(draft, log)) {
        Files.delete(draft);
      }
    }
  }

  /** Removes a draft after a failure. */
  static void remove(Path draft, Throwable failure) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException second) {
      failure.addSuppressed(second);
    }
  }
}
