package dev.coffer.storage.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of a list is wanted, and where it begins. */
final class PageArguments {

  @Option(names = "--limit", paramLabel = "N", description = "At most N of them; all, by default.")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--after",
      paramLabel = "TOKEN",
      description = "Go on where a list with --limit ended, by the token it gave.")
  private @Nullable String after;

  /** The walk over the list. */
  Paging start() {
    if (limit < 1) {
      throw CommandFailure.usage("--limit is 1 or more, not " + limit + ".");
    }
    return new Paging(limit, after);
  }
}
