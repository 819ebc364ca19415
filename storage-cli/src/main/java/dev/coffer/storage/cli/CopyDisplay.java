package dev.coffer.storage.cli;

import dev.coffer.storage.CopyListener;
import dev.coffer.storage.CopyProgress;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Tells a person how far each phase of a copy has come. */
final class CopyDisplay implements CopyListener {

  private final PrintStream err;
  private final boolean terminal;
  private CopyProgress.@Nullable Phase phase;
  private WorkProgress progress;

  CopyDisplay(PrintStream err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
    this.progress = new WorkProgress(err, terminal, "");
  }

  @Override
  public void progressed(CopyProgress copy) {
    if (copy.phase() != phase) {
      phase = copy.phase();
      progress.end();
      progress = new WorkProgress(err, terminal, work(copy.phase()));
    }
    progress.at(copy.done(), copy.total());
  }

  private static String work(CopyProgress.Phase phase) {
    return switch (phase) {
      case COPYING -> "copied";
      case READING_BACK -> "read back";
      case COMPARING -> "compared";
    };
  }

  /** Leaves the terminal's line to what comes next. */
  void end() {
    progress.end();
  }
}
