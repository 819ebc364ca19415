package dev.coffer.storage.tck;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** The report as a table for people. */
final class ReportTable {

  private static final String ROW = "  %-22s %6s %6s %7s %9s %9s%n";
  private static final String PROMISE = "  %-22s %-10s %-14s %s%n";

  private final Report report;
  private final StringBuilder text = new StringBuilder();

  private ReportTable(Report report) {
    this.report = report;
  }

  /** The table of a report that has been written to a file. */
  static String of(Report report, Path file) {
    ReportTable table = new ReportTable(report);
    table.families();
    table.promises();
    table.complaints();
    table.verdict(file);
    return table.text.toString();
  }

  private void families() {
    line("Coffer compatibility kit %s: %s%n%n", KitVersion.get(), report.subject());
    line(ROW, "family", "rules", "held", "failed", "deviated", "seconds");
    for (Family family : Family.values()) {
      List<Result> results = report.of(family);
      if (!results.isEmpty()) {
        row(family.title(), results);
      }
    }
    row(
        "all",
        report.results().stream()
            .filter(result -> result.stance() != Stance.PROBE)
            .toList());
  }

  private void row(String title, List<Result> results) {
    Duration time = results.stream().map(Result::elapsed).reduce(Duration.ZERO, Duration::plus);
    line(
        ROW,
        title,
        results.size(),
        count(results, result -> result.held() && !result.failed()),
        count(results, Result::failed),
        count(results, Result::deviated),
        seconds(time));
  }

  private static long count(List<Result> results, Predicate<Result> which) {
    return results.stream().filter(which).count();
  }

  private void promises() {
    line("%n" + PROMISE, "guarantee", "declared", "backend says", "observed");
    for (Report.Promise promise : report.promises()) {
      line(
          PROMISE,
          promise.guarantee(),
          promise.declared() ? "yes" : "no",
          promise.said().map(said -> said ? "yes" : "no").orElse("nothing"),
          promise.observed());
    }
  }

  private void complaints() {
    if (!report.failed().isEmpty()) {
      line("%nFailed:%n");
      report.failed().forEach(result -> line("  %s%n", firstLine(result)));
    }
    if (!report.deviations().isEmpty()) {
      line("%nDeclared deviations:%n");
      report
          .deviations()
          .forEach(deviation ->
              line("  %s: %s (%s)%n", deviation.rule(), deviation.reason(), deviation.link()));
    }
    if (!report.missing().isEmpty()) {
      line(
          "%nNot run: %s%n",
          String.join(" ", report.missing().stream().map(Rule::id).toList()));
    }
  }

  private static String firstLine(Result result) {
    Optional<String> line = result.message().lines().findFirst();
    return line.orElse(result.rule().id() + ": expected a failure, as was declared, seen none");
  }

  private void verdict(Path file) {
    line(
        "%nVerdict: %s, after %s s. Seed: %d. Report: %s",
        report.verdict().toString().toUpperCase(Locale.ROOT),
        seconds(report.elapsed()),
        report.seed(),
        file);
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f", time.toMillis() / 1_000.0);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }
}
