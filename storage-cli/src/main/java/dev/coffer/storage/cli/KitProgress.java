package dev.coffer.storage.cli;

import java.io.PrintStream;

/**
 * Tells a person how far the kit has come: at a terminal in one line that is written again and
 * again, elsewhere in a line for every so many rules.
 */
final class KitProgress {

  /** How often a line is written where none can be written again. */
  private static final int STEP = 25;

  private final PrintStream err;
  private final boolean terminal;
  private long rules;
  private long ended;
  private long failed;

  KitProgress(PrintStream err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** Of so many rules, some of which may turn out not to apply. */
  void begin(long count) {
    this.rules = count;
  }

  void ruleEnded(boolean hasFailed) {
    ended++;
    failed += hasFailed ? 1 : 0;
    if (terminal) {
      err.print("\r" + line());
      err.flush();
    } else if (ended % STEP == 0) {
      err.println(line());
    }
  }

  private String line() {
    return "coffer: " + ended + " of " + rules + " rules"
        + (failed == 0 ? "" : ", failed " + failed);
  }

  /** Leaves the terminal's line to what comes next. */
  void end() {
    if (terminal && ended > 0) {
      err.print("\r" + " ".repeat(line().length()) + "\r");
      err.flush();
    }
  }
}
