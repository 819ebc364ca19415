package dev.coffer.storage.cli;

import java.io.PrintStream;

/**
 * Tells a person how far a long piece of work over entries has come: at a terminal by a bar, or a
 * count where the end is not known, in one line that is written again and again; elsewhere by a
 * line every now and then.
 */
final class WorkProgress {

  /** For work whose end is not known. */
  static final long UNKNOWN = -1;

  private static final int BAR = 30;
  private static final int HUNDRED = 100;

  /**
   * How many entries pass between two lines that are written again, and between two that are not.
   */
  private static final long OFTEN = 1_000;

  private static final long SELDOM = 100_000;

  private final PrintStream err;
  private final boolean terminal;
  private final String work;
  private String shown = "";
  private long lastStep;

  /** For work that is called {@code work}, "verified" say. */
  WorkProgress(PrintStream err, boolean terminal, String work) {
    this.err = err;
    this.terminal = terminal;
    this.work = work;
  }

  /** So many entries are done, of so many or of {@link #UNKNOWN}. */
  void at(long done, long total) {
    long step =
        total > 0 ? percent(done, total) / (terminal ? 1 : 10) : done / (terminal ? OFTEN : SELDOM);
    if (step == lastStep) {
      return;
    }
    lastStep = step;
    String line = line(done, total);
    if (terminal) {
      err.print("\r" + line + " ".repeat(Math.max(0, shown.length() - line.length())));
      err.flush();
      shown = line;
    } else {
      err.println(line);
    }
  }

  private String line(long done, long total) {
    if (total <= 0) {
      return "coffer: " + done + " entries " + work;
    }
    long percent = percent(done, total);
    int full = (int) (percent * BAR / HUNDRED);
    String bar = terminal ? "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] " : "";
    return "coffer: " + bar + percent + " % of " + total + " entries " + work;
  }

  private static long percent(long done, long total) {
    return Math.min(HUNDRED, done * HUNDRED / total);
  }

  /** Leaves the terminal's line to what comes next. */
  void end() {
    if (!shown.isEmpty()) {
      err.print("\r" + " ".repeat(shown.length()) + "\r");
      err.flush();
      shown = "";
    }
  }
}
