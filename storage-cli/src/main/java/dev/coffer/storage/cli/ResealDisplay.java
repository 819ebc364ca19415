package dev.coffer.storage.cli;

import dev.coffer.storage.crypto.ResealListener;
import dev.coffer.storage.crypto.ResealProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Tells a person how far a resealing is: at a terminal by a bar that is drawn again and again,
 * elsewhere by a line every few seconds.
 */
final class ResealDisplay implements ResealListener {

  private static final int WIDTH = 30;
  private static final Duration REDRAWN = Duration.ofMillis(100);
  private static final Duration TOLD = Duration.ofSeconds(5);

  private final PrintStream err;
  private final boolean terminal;
  private final InstantSource clock;
  private Instant next;
  private String shown = "";

  ResealDisplay(PrintStream err, boolean terminal, InstantSource clock) {
    this.err = err;
    this.terminal = terminal;
    this.clock = clock;
    this.next = clock.instant();
  }

  @Override
  public void progressed(ResealProgress progress) {
    Instant now = clock.instant();
    if (now.isBefore(next) || progress.total() == 0) {
      return;
    }
    next = now.plus(terminal ? REDRAWN : TOLD);
    String line = "coffer: " + (terminal ? bar(progress) + " " : "") + text(progress);
    if (terminal) {
      err.print("\r" + line + " ".repeat(Math.max(0, shown.length() - line.length())));
      err.flush();
      shown = line;
    } else {
      err.println(line);
    }
  }

  private static String bar(ResealProgress progress) {
    long done = Math.min(progress.total(), progress.resealed() + progress.unreadable());
    int filled = (int) (WIDTH * done / progress.total());
    return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "]";
  }

  private static String text(ResealProgress progress) {
    String left = progress
        .timeLeft()
        .map(time -> ", " + Math.round(progress.rate()) + "/s, " + time.toSeconds() + " s left")
        .orElse("");
    return String.format(
        Locale.ROOT, "%d of %d records%s", progress.resealed(), progress.total(), left);
  }

  /** Leaves the terminal's line to what comes next. */
  void end() {
    if (!shown.isEmpty()) {
      err.print("\r" + " ".repeat(shown.length()) + "\r");
      err.flush();
    }
  }
}
